package org.calcinosiscds.authoring.edit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.calcinosiscds.content.JsonFile;
import tools.jackson.databind.JsonNode;

/** Which hook judges the rules of which library, and which problems its plan has cards for; read from plans and CQL. */
final class JudgedLibraries {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include (\\w+) .*called (\\w+)");

    private final Map<String, String> cql;
    private final Map<String, Set<String>> libraries = new TreeMap<>();
    private final Map<String, Set<String>> problems = new TreeMap<>();

    JudgedLibraries(ContentEdit edit) {
        cql = edit.texts("cql", ".cql");
        for (String text : edit.texts("fhir-resources/plan-definition", ".json").values()) {
            JsonNode plan = JsonFile.read(text);
            String library = plan.path("library")
                    .path(0)
                    .asString("")
                    .replaceFirst("^.*/", "")
                    .replaceFirst("\\|.*$", "");
            for (JsonNode action : plan.path("action")) {
                for (JsonNode trigger : action.path("trigger")) {
                    String hook = trigger.path("name").asString("");
                    addJudged(library, libraries.computeIfAbsent(hook, key -> new TreeSet<>()));
                    problems.computeIfAbsent(hook, key -> new TreeSet<>())
                            .add(action.path("code")
                                    .path(0)
                                    .path("coding")
                                    .path(0)
                                    .path("code")
                                    .asString(""));
                }
            }
        }
    }

    /** The library and each whose {@code "Rules"} it takes, through any number of others. */
    private void addJudged(String library, Set<String> found) {
        String text = cql.getOrDefault(library, "");
        if (text.isEmpty() || !found.add(library)) {
            return;
        }
        Map<String, String> includes = new HashMap<>();
        INCLUDE.matcher(text).results().forEach(include -> includes.put(include.group(2), include.group(1)));
        includes.forEach((alias, included) -> {
            if (text.contains(alias + ".\"Rules\"")) {
                addJudged(included, found);
            }
        });
    }

    /** Hooks at which every rule of a library is judged, ascending. */
    Set<String> hooks(String library) {
        Set<String> hooks = new TreeSet<>();
        libraries.forEach((hook, judged) -> {
            if (judged.contains(library)) {
                hooks.add(hook);
            }
        });
        return hooks;
    }

    /** Libraries whose rules are judged at some hook, ascending. */
    Set<String> all() {
        Set<String> all = new TreeSet<>();
        libraries.values().forEach(all::addAll);
        all.removeIf(library -> !cql.getOrDefault(library, "").matches("(?s).*\\ndefine \"[^\"]+ Rule\":.*"));
        return all;
    }

    /** Whether each of the hooks has a card for the problem. */
    boolean haveCard(Set<String> hooks, String problem) {
        return hooks.stream()
                .allMatch(hook -> problems.getOrDefault(hook, Set.of()).contains(problem));
    }
}
