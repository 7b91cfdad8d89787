package org.calcinosiscds.cases;

import tools.jackson.databind.JsonNode;

/** A medicine, a condition, an order and a result that nobody can name. */
public final class Unrecognisable {
    private static final String ENTRIES = """
            [{"resourceType":"MedicationRequest","id":"x-medicine","status":"active","intent":"order","subject":{"reference":"{patient}"},
              "medicationCodeableConcept":{"text":"Herbal mixture of the house"}},
             {"resourceType":"Condition","id":"x-condition","subject":{"reference":"{patient}"},
              "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
              "code":{"text":"Condition in words"}},
             {"resourceType":"ServiceRequest","id":"x-order","status":"active","intent":"order","subject":{"reference":"{patient}"},
              "authoredOn":"{day}","code":{"text":"Order in words"}},
             {"resourceType":"Observation","id":"x-result","status":"final","subject":{"reference":"{patient}"},
              "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
              "effectiveDateTime":"{day}","code":{"coding":[{"system":"https://example.org/local-terms","code":"L-2"}]},
              "valueQuantity":{"value":1,"unit":"mg/dL"}}]
            """;

    private Unrecognisable() {}

    /** The case with them in its record. */
    public static PatientCase addedTo(PatientCase patient) {
        PatientCase changed = patient.with(patient.bundle().deepCopy());
        JsonNode entries = Json.read(ENTRIES.replace("{patient}", "Patient/" + patient.patientId())
                .replace("{day}", patient.asOf().toString().substring(0, 10)));
        for (JsonNode resource : entries) {
            Rearrangements.entries(changed)
                    .addObject()
                    .put(
                            "fullUrl",
                            "https://example.org/fhir/"
                                    + resource.path("resourceType").asString() + "/"
                                    + resource.path("id").asString())
                    .set("resource", resource);
        }
        return changed;
    }
}
