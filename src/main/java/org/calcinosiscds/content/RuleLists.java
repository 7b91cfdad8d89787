package org.calcinosiscds.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The CQL that collects rules from the libraries that hold them, from the templates of {@code src/content/rules}. In a template
 * {@code ${includes of *Rules except DischargeRules}} stands for an include of each library with such a name, and
 * {@code ${rules of *Rules}} for its define {@code "Rules"}; {@code ${rules of hook encounter-discharge}} stands for each rule that has
 * that hook in {@code CodeSystem/rule}, and {@code ${includes of hook encounter-discharge}} for the libraries that define them.
 */
final class RuleLists {
    private static final Pattern PLACE =
            Pattern.compile("\\$\\{(includes|rules) of (?:hook ([a-z-]+)|(\\S+?)(?: except ([^}]+))?)}");
    private static final Pattern RULE = Pattern.compile("(?m)^define \"([A-Z]+-[0-9]+) Rule\":");

    private final Map<String, String> templates;
    private final List<String> libraries;
    private final Map<String, String> libraryOfRule = new TreeMap<>();
    private final JsonNode rules;

    /**
     * @param templates by library name
     * @param cql all libraries, by name
     * @param rules the CodeSystem of rules
     */
    RuleLists(Map<String, String> templates, Map<String, String> cql, JsonNode rules) {
        this.templates = templates;
        this.libraries = cql.keySet().stream()
                .filter(name -> !templates.containsKey(name))
                .sorted()
                .toList();
        this.rules = rules;
        libraries.forEach(name -> RULE.matcher(cql.getOrDefault(name, ""))
                .results()
                .forEach(rule -> libraryOfRule.put(rule.group(1), name)));
    }

    /**
     * Text of each library, by its name.
     *
     * @throws KnowledgeException when no library defines a rule that a template needs
     */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) ->
                texts.put(name, PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(part(place)))));
        return texts;
    }

    private String part(MatchResult place) {
        boolean isIncludes = place.group(1).equals("includes");
        List<String> ids = place.group(2) == null ? List.of() : idsOfHook(place.group(2));
        List<String> names = place.group(2) == null
                ? named(place.group(3), place.group(4))
                : List.copyOf(new TreeSet<>(ids.stream().map(this::library).toList()));
        Stream<String> lines;
        if (isIncludes) {
            lines = names.stream().map(name -> "include " + name + " version '0.1.0' called " + name);
        } else if (ids.isEmpty()) {
            lines = names.stream().map(name -> name + ".\"Rules\"");
        } else {
            lines = ids.stream().map(id -> library(id) + ".\"" + id + " Rule\"");
        }
        return lines.collect(Collectors.joining(isIncludes ? "\n" : ",\n    "));
    }

    private List<String> named(String pattern, @Nullable String except) {
        String excluded = except == null ? "" : except;
        return libraries.stream()
                .filter(name -> matches(name, pattern))
                .filter(name -> Stream.of(excluded.split(" ")).noneMatch(other -> matches(name, other)))
                .toList();
    }

    private List<String> idsOfHook(String hook) {
        List<String> ids = new ArrayList<>();
        for (JsonNode concept : rules.path("concept")) {
            if (concept.path("property")
                    .valueStream()
                    .anyMatch(property -> property.path("code").asString("").equals("hook")
                            && property.path("valueCode").asString("").equals(hook))) {
                ids.add(concept.path("code").asString(""));
            }
        }
        return ids;
    }

    private String library(String rule) {
        String library = libraryOfRule.get(rule);
        if (library == null) {
            throw new KnowledgeException(
                    "fhir-resources/code-system/CodeSystem-rule.json has " + rule + ", which no library defines.");
        }
        return library;
    }

    /** @param pattern name of a library, or {@code *} and the end of its name */
    private static boolean matches(String name, String pattern) {
        return pattern.startsWith("*") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
    }
}
