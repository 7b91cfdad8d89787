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
 * comments and layout, the value sets that these name, and those that these include or exclude.
 */
public final class RuleVersions {
    private static final String VALUE_SETS = Content.RESOURCES + "value-set/";
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");

    /** Canonical URLs of other value sets in the {@code compose} of a value set. */
    private static final Pattern IMPORTS = Pattern.compile("\"valueSet\"\\s*:\\s*\\[([^\\]]*)\\]");

    /** A canonical URL, without its version. */
    private static final Pattern CANONICAL = Pattern.compile("\"([^\"|]+)[^\"]*\"");

    private final Map<Definitions.Key, String> texts = new HashMap<>();
    private final Map<Definitions.Key, Set<Definitions.Key>> uses = new HashMap<>();
    private final Map<String, String> valueSets = new TreeMap<>();
    private final Map<String, List<String>> imports = new HashMap<>();

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
                    imports.put(url.group(1), imports(text));
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
            valueSets.keySet().stream()
                    .filter(url -> text.contains("'" + url + "'"))
                    .forEach(url -> addValueSet(url, all));
        }
        return ContentIdentity.of("", all).sha256();
    }

    /** With the value sets that it imports, through any number of others. */
    private void addValueSet(String url, Map<String, String> all) {
        String text = valueSets.get(url);
        if (text != null && all.put(url, text) == null) {
            imports.getOrDefault(url, List.of()).forEach(each -> addValueSet(each, all));
        }
    }

    private static List<String> imports(String valueSet) {
        return IMPORTS.matcher(valueSet)
                .results()
                .flatMap(each -> CANONICAL.matcher(each.group(1)).results())
                .map(each -> each.group(1))
                .toList();
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
