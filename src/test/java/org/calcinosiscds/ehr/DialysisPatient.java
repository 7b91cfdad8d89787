package org.calcinosiscds.ehr;

import java.util.stream.IntStream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Variant;
import tools.jackson.databind.node.ObjectNode;

/** A dialysis patient with results of two years, most of which no rule reads. */
public final class DialysisPatient {
    private DialysisPatient() {}

    /** @param count of Observations in the record, those of the case and measurements of sodium */
    public static PatientCase withResults(int count) {
        PatientCase patient = PatientCase.named("kidney-disease-dialysis").orElseThrow();
        PatientCase own = Variant.all().stream()
                .filter(variant -> variant.name().equals("references made relative"))
                .findFirst()
                .flatMap(variant -> variant.of().apply(patient))
                .orElse(patient);
        ObjectNode bundle = own.bundle().deepCopy();
        int there = (int) own.resources().stream()
                .filter(each -> each.path("resourceType").asString().equals("Observation"))
                .count();
        IntStream.range(there, count)
                .forEach(number -> addSodium(bundle.withArray("entry").addObject(), number, own.patientId()));
        return own.with(bundle);
    }

    private static void addSodium(ObjectNode entry, int number, String patientId) {
        ObjectNode result = entry.putObject("resource");
        result.put("resourceType", "Observation").put("id", "sodium-" + number).put("status", "final");
        coding(
                result.withArray("category").addObject(),
                "http://terminology.hl7.org/CodeSystem/observation-category",
                "laboratory");
        coding(result.putObject("code"), "http://loinc.org", "2951-2");
        result.putObject("subject").put("reference", "Patient/" + patientId);
        result.put("effectiveDateTime", "2025-%02d-%02d".formatted(1 + number % 12, 1 + number % 28));
        result.putObject("valueQuantity")
                .put("value", 140)
                .put("unit", "mmol/L")
                .put("system", "http://unitsofmeasure.org")
                .put("code", "mmol/L");
    }

    private static void coding(ObjectNode concept, String system, String code) {
        concept.withArray("coding").addObject().put("system", system).put("code", code);
    }
}
