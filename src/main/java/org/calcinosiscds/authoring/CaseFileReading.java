package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file of a case says, whatever else is in the content.
 *
 * @param isJson whether it can be read at all
 * @param defects what is wrong with it by itself
 * @param names of the content that it uses
 */
record CaseFileReading(String text, boolean isJson, List<Defect> defects, List<Name> names) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** @param message one or two whole sentences */
    record Defect(SourcePosition position, String message) {}

    /**
     * A name.
     *
     * @param what is named, such as {@code rule}
     * @param path in the JSON
     */
    record Name(String what, String name, String path) {}

    static CaseFileReading of(Path file, String text, FhirContext fhir) {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JacksonException e) {
            JsonText read = JsonText.of(text);
            Defect defect = new Defect(read.errorPosition(), "This is not JSON: " + read.error());
            return new CaseFileReading(text, false, List.of(defect), List.of());
        }
        if (file.endsWith(ContentCase.EXPECTED)) {
            return new CaseFileReading(text, true, List.of(), names(json));
        }
        List<Defect> misfits = file.endsWith(ContentCase.CONTEXT)
                ? List.of()
                : ResourceShape.check(json, fhir).stream()
                        .map(each -> new Defect(JsonText.of(text).at(each.path()), each.message()))
                        .toList();
        return new CaseFileReading(text, true, misfits, List.of());
    }

    /** Where a name stands. */
    SourcePosition position(Name name) {
        return JsonText.of(text).at(name.path());
    }

    private static List<Name> names(JsonNode expected) {
        List<Name> names = new ArrayList<>();
        addAll(names, "rule", expected.path("rules"), "rules");
        for (Map.Entry<String, JsonNode> each : expected.path("no").properties()) {
            names.add(new Name("rule", each.getKey(), "no." + each.getKey()));
        }
        for (int i = 0; i < expected.path("cards").size(); i++) {
            JsonNode card = expected.path("cards").path(i);
            String path = "cards[" + i + "].";
            for (String each : List.of("problem", "indicator")) {
                names.add(new Name(each, card.path(each).asString(""), path + each));
            }
            addAll(names, "order", card.path("orders"), path + "orders");
        }
        return List.copyOf(names);
    }

    private static void addAll(List<Name> names, String what, JsonNode list, String path) {
        for (int i = 0; i < list.size(); i++) {
            names.add(new Name(what, list.path(i).asString(""), path + "[" + i + "]"));
        }
    }
}
