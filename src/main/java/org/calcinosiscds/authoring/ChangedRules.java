package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a change of content can reach: those that are changed, or use what is changed through any number of definitions.
 *
 * @param rules ids, ascending
 * @param isAll whether a change is of a kind whose reach is not known: of a plan, an order, a CodeSystem, or the merging of cards
 */
public record ChangedRules(Set<String> rules, boolean isAll) {
    static final ChangedRules NONE = new ChangedRules(Set.of(), false);

    private static final String VALUE_SETS = Content.RESOURCES + "value-set/";
    private static final Pattern RULE = Pattern.compile("(.+) (?:Rule|Fires)");

    /** Whether a case is about one of the rules. */
    public boolean reach(ContentCase each) {
        return isAll || rules.stream().anyMatch(each::isAbout);
    }

    /**
     * The rules that a change reaches.
     *
     * @param before texts of the files by path
     */
    public static ChangedRules between(Map<String, String> before, Map<String, String> after) {
        Set<String> files = files(before, after);
        Set<Definitions.Key> changed = new HashSet<>();
        Map<String, DefinitionTexts> libraries = libraries(after);
        boolean isAll = false;
        for (String file : files) {
            if (file.startsWith(Content.CQL)) {
                changed.addAll(changed(file, before.get(file), libraries.get(file)));
            } else if (file.startsWith(VALUE_SETS)) {
                String url = url(after.getOrDefault(file, before.getOrDefault(file, "")));
                for (String each : importing(url, after)) {
                    libraries.values().forEach(library -> changed.addAll(library.naming(each)));
                }
            } else if (!file.startsWith(Content.RESOURCES + "library/")) {
                isAll = true;
            }
        }
        Set<String> rules = rules(changed, libraries.values());
        return new ChangedRules(rules, isAll || (rules.isEmpty() && !changed.isEmpty()));
    }

    /**
     * The rules that stand in a library or use it, as if all of it were changed.
     *
     * @param library name
     * @param texts of the files by path
     */
    public static ChangedRules using(String library, Map<String, String> texts) {
        Map<String, DefinitionTexts> libraries = libraries(texts);
        DefinitionTexts used = libraries.get(Content.CQL + library + ".cql");
        return used == null ? NONE : new ChangedRules(rules(used.texts().keySet(), libraries.values()), false);
    }

    private static Map<String, DefinitionTexts> libraries(Map<String, String> texts) {
        Map<String, DefinitionTexts> libraries = new HashMap<>();
        texts.forEach((path, text) -> {
            if (path.startsWith(Content.CQL)) {
                libraries.put(path, DefinitionTexts.of(path, text));
            }
        });
        return libraries;
    }

    private static Set<Definitions.Key> changed(String file, @Nullable String before, @Nullable DefinitionTexts after) {
        Map<Definitions.Key, String> old =
                before == null ? Map.of() : DefinitionTexts.of(file, before).texts();
        Map<Definitions.Key, String> now = after == null ? Map.of() : after.texts();
        Set<Definitions.Key> changed = new HashSet<>(old.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(key -> Objects.equals(old.get(key), now.get(key)));
        return changed;
    }

    /** Ids of the rules among what is changed and what uses it. */
    private static Set<String> rules(Set<Definitions.Key> changed, Collection<DefinitionTexts> libraries) {
        Map<Definitions.Key, Set<Definitions.Key>> users = new HashMap<>();
        libraries.forEach(library -> library.uses()
                .forEach((user, used) -> used.forEach(each ->
                        users.computeIfAbsent(each, key -> new HashSet<>()).add(user))));
        Set<String> rules = new TreeSet<>();
        Set<Definitions.Key> reached = new HashSet<>(changed);
        Deque<Definitions.Key> next = new ArrayDeque<>(changed);
        while (!next.isEmpty()) {
            Definitions.Key each = next.remove();
            Matcher rule = RULE.matcher(each.name());
            if (rule.matches()) {
                rules.add(rule.group(1));
            }
            users.getOrDefault(each, Set.of()).stream().filter(reached::add).forEach(next::add);
        }
        return rules;
    }

    private static String url(String json) {
        Matcher url = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        return url.find() ? url.group(1) : "";
    }

    /** A value set and those that import it, through any number of others. */
    private static Set<String> importing(String url, Map<String, String> texts) {
        Set<String> found = new TreeSet<>(Set.of(url));
        Deque<String> next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            String each = next.remove();
            texts.forEach((path, text) -> {
                if (path.startsWith(VALUE_SETS)
                        && (text.contains('"' + each + '"') || text.contains('"' + each + '|'))
                        && found.add(url(text))) {
                    next.add(url(text));
                }
            });
        }
        return found;
    }

    /** Paths that are not in both with the same text. */
    static Set<String> files(Map<String, String> before, Map<String, String> after) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        paths.removeIf(path -> Objects.equals(before.get(path), after.get(path)));
        return paths;
    }
}
