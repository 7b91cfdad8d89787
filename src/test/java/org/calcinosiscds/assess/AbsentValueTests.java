package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * FHIR writes a value that is not known as a primitive element with an extension and no value. Such an element is answered as one that is
 * not there, wherever it stands.
 */
@Tag("once")
class AbsentValueTests {
    private static final AssessedCases CASES = new AssessedCases();

    @AfterAll
    static void close() {
        CASES.close();
    }

    @Test
    void valueWithNothingButAnExtensionIsAnsweredAsNone() {
        Map<String, List<String>> seen = new TreeMap<>();
        List<String> different = new ArrayList<>();
        for (PatientCase patient : PatientCase.all()) {
            for (Place place : places(patient.bundle(), "", List.of())) {
                List<String> names = seen.computeIfAbsent(place.path(), path -> new ArrayList<>());
                // Two patients for each element.
                if (names.size() < 2 && !names.contains(patient.name())) {
                    names.add(patient.name());
                    if (isAnsweredDifferently(patient, place)) {
                        different.add(patient.name() + ": " + place.path());
                    }
                }
            }
        }

        assertThat(different).isEmpty();
        assertThat(seen)
                .containsKeys("Observation.code.coding.code", "Condition.subject.reference", "Patient.gender")
                .hasSizeGreaterThan(150);
    }

    private static boolean isAnsweredDifferently(PatientCase patient, Place place) {
        ObjectNode removed = patient.bundle().deepCopy();
        place.parentIn(removed).remove(place.name());
        ObjectNode unknown = removed.deepCopy();
        place.parentIn(unknown)
                .putObject("_" + place.name())
                .putArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason")
                .put("valueCode", "unknown");
        // Written as FHIR, too: that must not fail. A copy of the element in the answer has the extension.
        return "evaluation-failed"
                        .equals(CASES.answer(patient, unknown, AsFhir.ALL).error())
                || !CASES.answer(patient, unknown, AsFhir.NONE).isSameAs(CASES.answer(patient, removed, AsFhir.NONE));
    }

    /** The primitive elements of resources. */
    private static List<Place> places(JsonNode node, String path, List<Object> steps) {
        List<Place> places = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                places.addAll(places(node.get(i), path, with(steps, i)));
            }
        } else if (node.isObject()) {
            String type = node.path("resourceType").asString(path);
            node.properties().stream()
                    // HAPI's parser asserts that an extension has no flaw.
                    .filter(property -> !property.getKey().equals("resourceType")
                            && !property.getKey().toLowerCase().endsWith("extension"))
                    .forEach(property -> {
                        String name = type + "." + property.getKey();
                        if (property.getValue().isValueNode()) {
                            places.add(new Place(name, property.getKey(), steps));
                        } else {
                            places.addAll(places(property.getValue(), name, with(steps, property.getKey())));
                        }
                    });
        }
        return places;
    }

    private static List<Object> with(List<Object> steps, Object step) {
        List<Object> longer = new ArrayList<>(steps);
        longer.add(step);
        return longer;
    }

    /** @param steps names and indexes that lead to the object with the element */
    private record Place(String path, String name, List<Object> steps) {
        ObjectNode parentIn(JsonNode root) {
            JsonNode at = root;
            for (Object step : steps) {
                at = step instanceof Integer index ? at.get(index) : at.get((String) step);
            }
            return (ObjectNode) at;
        }
    }
}
