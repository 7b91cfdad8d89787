package org.calcinosiscds.content;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CQL that collects rules from the libraries that hold them, from the templates of {@code src/content/rules}. In a template
 * {@code ${includes of *Rules except DischargeRules}} stands for an include of each library with such a name, and
 * {@code ${rules of *Rules}} for its define {@code "Rules"}.
 */
final class RuleLists {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(includes|rules) of (\\S+?)(?: except ([^}]+))?}");

    private RuleLists() {}

    /**
     * Text of each library, by its name.
     *
     * @param templates by library name
     * @param cql all libraries, by name
     */
    static Map<String, String> texts(Map<String, String> templates, Map<String, String> cql) {
        List<String> libraries = cql.keySet().stream()
                .filter(name -> !templates.containsKey(name))
                .sorted()
                .toList();
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) -> texts.put(
                name, PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(part(place, libraries)))));
        return texts;
    }

    private static String part(MatchResult place, Collection<String> libraries) {
        String excluded = place.group(3) == null ? "" : place.group(3);
        Stream<String> named = libraries.stream()
                .filter(name -> matches(name, place.group(2)))
                .filter(name -> Stream.of(excluded.split(" ")).noneMatch(pattern -> matches(name, pattern)));
        return place.group(1).equals("rules")
                ? named.map(name -> name + ".\"Rules\"").collect(Collectors.joining(",\n    "))
                : named.map(name -> "include " + name + " version '0.1.0' called " + name)
                        .collect(Collectors.joining("\n"));
    }

    /** @param pattern name of a library, or {@code *} and the end of its name */
    private static boolean matches(String name, String pattern) {
        return pattern.startsWith("*") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
    }
}
