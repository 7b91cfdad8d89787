package org.calcinosiscds.cases;

import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same references in the other forms FHIR allows. Source: FHIR R4, References, "Literal References". */
final class References {
    private static final String BASE = "https://example.org/fhir/";

    private References() {}

    /** Every Reference with a literal reference, wherever it stands. */
    static List<ObjectNode> in(JsonNode node) {
        return node.findParents("reference").stream()
                .filter(parent -> parent.path("reference").isString())
                .map(ObjectNode.class::cast)
                .toList();
    }

    static PatientCase absolute(PatientCase patient) {
        return rewritten(patient, reference -> isRelative(reference) ? BASE + reference : reference);
    }

    static PatientCase relative(PatientCase patient) {
        return rewritten(patient, reference -> reference.replaceFirst("^https?://.*/([A-Z][A-Za-z]+/[^/]+)$", "$1"));
    }

    static PatientCase versioned(PatientCase patient) {
        return rewritten(
                patient, reference -> reference.matches(".*Patient/[^/]+") ? reference + "/_history/3" : reference);
    }

    static PatientCase byFullUrl(PatientCase patient) {
        String patientReference = "Patient/" + patient.patientId();
        String fullUrl = "urn:uuid:0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11";
        Rearrangements.entries(patient)
                .valueStream()
                .filter(entry -> entry.path("fullUrl").asString("").endsWith("/" + patientReference))
                .forEach(entry -> ((ObjectNode) entry).put("fullUrl", fullUrl));
        return rewritten(
                patient,
                reference -> reference.equals(patientReference) || reference.endsWith("/" + patientReference)
                        ? fullUrl
                        : reference);
    }

    private static PatientCase rewritten(PatientCase patient, UnaryOperator<String> rewrite) {
        in(patient.bundle())
                .forEach(node -> node.put(
                        "reference", rewrite.apply(node.path("reference").asString())));
        return patient;
    }

    private static boolean isRelative(String reference) {
        return reference.matches("[A-Z][A-Za-z]+/.+");
    }
}
