package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources beside those of a case, of types and codes that rules read or do not read, in many shapes: components, values that are codes,
 * names without codes, codes without a system, contained resources, other versions, modifiers.
 */
final class UnreadNoise {
    private static final JsonNode UNREAD_CODE = Json.read("""
            {"coding": [{"system": "https://example.org/codes", "code": "noise"}], "text": "noise"}
            """);

    private static final List<String> OF_OTHER_TYPES = List.of("""
            {"resourceType": "Claim", "status": "active", "use": "claim", "patient": {}, "created": "2026-11-01",
             "type": {"text": "x"}, "provider": {"display": "x"}, "priority": {"text": "x"},
             "insurance": [{"sequence": 1, "focal": true, "coverage": {"display": "x"}}]}
            """, """
            {"resourceType": "Immunization", "status": "completed", "patient": {}, "vaccineCode": {"text": "x"},
             "occurrenceDateTime": "2026-10-01"}
            """, """
            {"resourceType": "MedicationDispense", "status": "completed", "subject": {},
             "medicationReference": {"reference": "Medication/noise"}}
            """, """
            {"resourceType": "Practitioner"}
            """);

    private final Random random;
    private final PatientCase patient;
    private final List<ObjectNode> resources = new ArrayList<>();

    private UnreadNoise(PatientCase patient, Random random) {
        this.patient = patient;
        this.random = random;
    }

    /** The noise for a case, the same for the same seed. */
    static List<ObjectNode> of(PatientCase patient, long seed) {
        UnreadNoise noise = new UnreadNoise(patient, new Random(seed));
        noise.addOtherType();
        List<JsonNode> coded = patient.resources().stream()
                .filter(resource -> resource.path("code").path("coding").isArray())
                .toList();
        for (int i = 0; i < 3 && !coded.isEmpty(); i++) {
            noise.addLike(coded.get(noise.random.nextInt(coded.size())));
        }
        return noise.resources;
    }

    private void addOtherType() {
        ObjectNode resource = (ObjectNode) Json.read(OF_OTHER_TYPES.get(random.nextInt(OF_OTHER_TYPES.size())));
        for (String element : List.of("patient", "subject")) {
            if (resource.path(element) instanceof ObjectNode reference) {
                reference.put("reference", "Patient/" + patient.patientId());
            }
        }
        add(resource);
    }

    /** A resource like one of the case, changed in one way. */
    private void addLike(JsonNode original) {
        ObjectNode resource = (ObjectNode) original.deepCopy();
        JsonNode code = original.path("code");
        boolean isResult = resource.path("resourceType").asString().equals("Observation");
        switch (random.nextInt(isResult ? 9 : 4)) {
            case 0 -> resource.set("code", UNREAD_CODE.deepCopy());
            case 1 ->
                resource.putObject("code")
                        .put("text", code.path("coding").path(0).path("display").asString("noise"));
            case 2 ->
                resource.withObject("code").path("coding").forEach(coding -> ((ObjectNode) coding).remove("system"));
            case 3 ->
                resource.set("code", UNREAD_CODE.deepCopy())
                        .withArray("contained")
                        .addObject()
                        .put("resourceType", "Specimen")
                        .put("id", "inside");
            case 4 -> component(resource, code);
            case 5 -> component(resource, UNREAD_CODE);
            case 6 -> withValue(resource, code);
            case 7 -> withValue(resource, UNREAD_CODE);
            default ->
                resource.set("code", UNREAD_CODE.deepCopy())
                        .withArray("modifierExtension")
                        .addObject()
                        .put("url", "https://example.org/not")
                        .put("valueBoolean", true);
        }
        add(resource);
    }

    /** A panel of an unread code, with one result inside. */
    private static void component(ObjectNode resource, JsonNode code) {
        ObjectNode component = resource.putArray("component").addObject();
        component.set("code", code.deepCopy());
        if (resource.has("valueQuantity")) {
            component.set("valueQuantity", resource.path("valueQuantity").deepCopy());
        }
        resource.remove("valueQuantity");
        resource.set("code", UNREAD_CODE.deepCopy());
    }

    /** A finding that says in its value what it is. */
    private static void withValue(ObjectNode resource, JsonNode code) {
        resource.remove(resource.propertyNames().stream()
                .filter(name -> name.startsWith("value"))
                .toList());
        resource.set("code", UNREAD_CODE.deepCopy());
        resource.set("valueCodeableConcept", code.deepCopy());
    }

    private void add(ObjectNode resource) {
        resource.put("id", "noise-" + resources.size());
        resources.add(resource);
    }
}
