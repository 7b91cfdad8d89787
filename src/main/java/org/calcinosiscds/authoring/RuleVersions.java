package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.RuleReference;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.ContentIdentity;

/**
 * Tells one text of a rule from another: what its page says, the definitions that it is made of through any number of others, without
 * comments and layout, and the value sets that these name.
 */
public final class RuleVersions {
    private static final String VALUE_SETS = Content.RESOURCES + "value-set/";
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");

    private final Map<Definitions.Key, String> texts = new HashMap<>();
    private final Map<Definitions.Key, Set<Definitions.Key>> uses = new HashMap<>();
    private final Map<String, String> valueSets = new TreeMap<>();

    /** @param files texts of the content, by path */
    public RuleVersions(Map<String, String> files) {
        files.forEach((path, text) -> {
            if (path.startsWith(Content.CQL)) {
                DefinitionTexts library = DefinitionTexts.of(path, text);
                texts.putAll(library.texts());
                uses.putAll(library.uses());
            } else if (path.startsWith(VALUE_SETS)) {
                Matcher url = URL.matcher(text);
                if (url.find()) {
                    valueSets.put(url.group(1), text);
                }
            }
        });
    }

    /** SHA-256 of the text of a rule. */
    public String of(RuleReference rule) {
        Map<String, String> all = new TreeMap<>();
        all.put("page", page(rule));
        for (Definitions.Key each : reached(rule.id())) {
            String text = texts.getOrDefault(each, "");
            all.put(each.library() + "." + each.name(), text);
            valueSets.forEach((url, valueSet) -> {
                if (text.contains("'" + url + "'")) {
                    all.put(url, valueSet);
                }
            });
        }
        return ContentIdentity.of("", all).sha256();
    }

    private static String page(RuleReference rule) {
        return Stream.of(
                        List.of(rule.title(), rule.fires()),
                        rule.silent(),
                        rule.options(),
                        rule.reasons(),
                        rule.sources().stream().map(each -> each.label()).toList())
                .map(part -> String.join("\n", part))
                .collect(Collectors.joining("\n\n"));
    }

    private Set<Definitions.Key> reached(String rule) {
        Deque<Definitions.Key> next = new ArrayDeque<>(texts.keySet().stream()
                .filter(each ->
                        each.name().equals(rule + " Fires") || each.name().equals(rule + " Rule"))
                .toList());
        Set<Definitions.Key> reached = new HashSet<>(next);
        while (!next.isEmpty()) {
            uses.getOrDefault(next.remove(), Set.of()).stream()
                    .filter(each -> texts.containsKey(each) && reached.add(each))
                    .forEach(next::add);
        }
        return reached;
    }
}
