package org.calcinosiscds.cases;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The same medication named by reference in place of its code. */
final class Medications {
    private Medications() {}

    static PatientCase asResources(PatientCase patient) {
        for (ObjectNode named : named(patient)) {
            ObjectNode medication =
                    medication(named, "medication-" + named.path("id").asString());
            reference(named, "Medication/" + medication.path("id").asString());
            Rearrangements.entries(patient).addObject().set("resource", medication);
        }
        return patient;
    }

    static PatientCase contained(PatientCase patient) {
        for (ObjectNode named : named(patient)) {
            named.withArray("contained").add(medication(named, "medication"));
            reference(named, "#medication");
        }
        return patient;
    }

    private static List<ObjectNode> named(PatientCase patient) {
        List<ObjectNode> named = new ArrayList<>();
        for (JsonNode resource : patient.resources()) {
            if (resource.has("medicationCodeableConcept")) {
                named.add((ObjectNode) resource);
            }
        }
        return named;
    }

    private static ObjectNode medication(ObjectNode named, String id) {
        ObjectNode medication = JsonNodeFactory.instance.objectNode();
        medication.put("resourceType", "Medication").put("id", id);
        medication.set("code", named.get("medicationCodeableConcept"));
        return medication;
    }

    private static void reference(ObjectNode named, String reference) {
        named.remove("medicationCodeableConcept");
        named.putObject("medicationReference").put("reference", reference);
    }
}
