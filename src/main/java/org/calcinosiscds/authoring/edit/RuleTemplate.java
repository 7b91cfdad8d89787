package org.calcinosiscds.authoring.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a rule. It begins with the includes that it uses; {@code ${id}} stands for a value, and {@code ${facts|'*'}} for a list of
 * values, each written as what follows the bar.
 */
final class RuleTemplate {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include (\\w+) .*called (\\w+)\\n");
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)(?:\\|([^}]+))?}");

    private final String library;
    private final String body;
    private final StringBuilder missing = new StringBuilder();

    /** @param library text of the library that the rule goes to, whose aliases are used */
    RuleTemplate(String template, String library) {
        this.library = library;
        Map<String, String> aliases = new LinkedHashMap<>();
        INCLUDE.matcher(library).results().forEach(each -> aliases.put(each.group(1), each.group(2)));
        String text = INCLUDE.matcher(template).replaceAll("").stripLeading();
        for (var include : INCLUDE.matcher(template).results().toList()) {
            String alias = aliases.get(include.group(1));
            if (alias == null) {
                missing.append(include.group());
            } else {
                text = text.replaceAll("\\b" + include.group(2) + "\\.\"", alias + ".\"");
            }
        }
        this.body = text;
    }

    /** Includes that the library lacks, each on a line. */
    Optional<String> missingIncludes() {
        return missing.isEmpty() ? Optional.empty() : Optional.of(missing.toString());
    }

    /** Where the includes of the library end. */
    int endOfIncludes() {
        return INCLUDE.matcher(library)
                .results()
                .reduce((one, next) -> next)
                .orElseThrow(() -> new RefusedEditException("The library has no include."))
                .end();
    }

    String text(Map<String, String> values, Map<String, List<String>> lists) {
        return PLACE.matcher(body).replaceAll(place -> {
            String form = place.group(2);
            return Matcher.quoteReplacement(
                    form == null
                            ? values.getOrDefault(place.group(1), place.group())
                            : lists.getOrDefault(place.group(1), List.of()).stream()
                                    .map(each -> form.replace("*", each))
                                    .collect(Collectors.joining(", ")));
        });
    }
}
