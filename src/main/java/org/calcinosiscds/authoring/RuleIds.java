package org.calcinosiscds.authoring;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.outcome.SimilarNames;

/** Ids of the rules that the CQL of content defines. */
public final class RuleIds {
    private static final Pattern RULE = Pattern.compile("(?m)^define \"(.+) (?:Rule|Fires)\":");

    private RuleIds() {}

    /**
     * The sentence for a rule that there is not, with the name that is nearest; nothing when the content has it.
     *
     * @param texts of the content by path
     */
    public static Optional<String> missing(String rule, Map<String, String> texts) {
        TreeSet<String> known = new TreeSet<>();
        texts.forEach((path, text) -> {
            if (path.startsWith(Content.CQL)) {
                RULE.matcher(text).results().forEach(each -> known.add(each.group(1)));
            }
        });
        return known.contains(rule)
                ? Optional.empty()
                : Optional.of("There is no rule " + rule + "." + SimilarNames.suggestion(rule, known));
    }
}
