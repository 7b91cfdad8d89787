package org.calcinosiscds.authoring.edit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.calcinosiscds.content.JsonFile;
import tools.jackson.databind.node.ObjectNode;

/** A CodeSystem of the content, edited without touching the concepts that it has. */
record CodeSystemFile(ContentEdit edit, String id) {
    private static final Pattern COUNT = Pattern.compile("\"count\": (\\d+)");
    private static final String LAST_CONCEPT = "\n    }\n  ]";

    /** Display of each concept, by code, in the order of the file. */
    Map<String, String> displays() {
        Map<String, String> displays = new LinkedHashMap<>();
        JsonFile.read(edit.text(path()))
                .path("concept")
                .forEach(concept -> displays.put(
                        concept.path("code").asString(), concept.path("display").asString("")));
        return displays;
    }

    /** @throws RefusedEditException when the code is there */
    void requireNew(String code) {
        String display = displays().get(code);
        if (display != null) {
            throw new RefusedEditException(code + " exists: " + display + ".");
        }
    }

    /** @throws RefusedEditException when the code is not there */
    void require(String code) {
        Names.require(code, displays().keySet(), path());
    }

    /**
     * Adds a concept.
     *
     * @param before code of the concept that comes after it; nothing for the last place
     * @throws RefusedEditException when the file is not formatted with one value on each line
     */
    void add(ObjectNode concept, Optional<String> before) {
        String text = edit.text(path());
        String added = "    " + JsonFile.text(concept, "    ");
        int place = before.map(code -> text.indexOf("    {\n      \"code\": \"" + code + "\",\n"))
                .orElseGet(() -> text.lastIndexOf(LAST_CONCEPT));
        MatchResult count = COUNT.matcher(text).results().findFirst().orElse(null);
        if (place < 0 || count == null) {
            throw new RefusedEditException(path() + " has no concept to add to, or more than one value on a line.");
        }
        if (before.isPresent()) {
            edit.insert(path(), place, added + ",\n");
        } else {
            edit.insert(path(), place + LAST_CONCEPT.indexOf("\n  ]"), ",\n" + added);
        }
        edit.replace(path(), count, "\"count\": " + (Integer.parseInt(count.group(1)) + 1));
    }

    private String path() {
        return "fhir-resources/code-system/CodeSystem-" + id + ".json";
    }
}
