package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What cannot be used because it has errors, and what is the cause of that: library and name. An alias of a library ends with a full stop. */
final class BrokenNames {
    private final Map<String, CqlText> libraries;
    private final Map<List<String>, List<String>> causes = new HashMap<>();

    /** Rules that can be translated and have not the shape of a rule. */
    private final Map<List<String>, List<String>> misshapen = new HashMap<>();

    /** @param libraries by name */
    BrokenNames(Map<String, CqlText> libraries) {
        this.libraries = libraries;
    }

    void add(List<String> name, List<String> cause) {
        causes.putIfAbsent(name, cause);
    }

    void addMisshapen(List<String> name, List<String> cause) {
        misshapen.putIfAbsent(name, cause);
    }

    boolean contains(List<String> name) {
        return causes.containsKey(name);
    }

    /** The cause of an error in a define that has had an error or uses something that has; nothing when it is a cause itself. */
    Optional<List<String>> cause(CqlText library, String define, int line) {
        List<List<String>> suspects = new ArrayList<>();
        for (CqlText.Include include : library.includes()) {
            if (include.position().line() == line) {
                suspects.add(List.of(library.name(), include.alias() + "."));
            }
        }
        suspects.addAll(library.named(define));
        suspects.add(List.of(library.name(), define));
        return suspects.stream()
                .filter(causes::containsKey)
                .map(causes::get)
                .findFirst()
                .or(() -> misshapen(library, define));
    }

    /** A rule of another shape can be translated, and so can much of what uses it: it is looked for behind that. */
    private Optional<List<String>> misshapen(CqlText library, String define) {
        Set<List<String>> reached = new LinkedHashSet<>(Set.of(List.of(library.name(), define)));
        Deque<List<String>> next = new ArrayDeque<>(reached);
        while (!misshapen.isEmpty() && !next.isEmpty()) {
            List<String> each = next.remove();
            if (misshapen.containsKey(each)) {
                return Optional.ofNullable(misshapen.get(each));
            }
            if (libraries.containsKey(each.get(0))) {
                libraries.get(each.get(0)).named(each.get(1)).stream()
                        .filter(reached::add)
                        .forEach(next::add);
            }
        }
        return Optional.empty();
    }
}
