package org.calcinosiscds.cases;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** More in the record, and nothing in it that matters. */
final class Additions {
    /** Source: FHIR R4, CodeSystem observation-category. */
    private static final List<String> CATEGORIES = List.of(
            "social-history",
            "vital-signs",
            "imaging",
            "laboratory",
            "procedure",
            "survey",
            "exam",
            "therapy",
            "activity");

    private Additions() {}

    static PatientCase irrelevantResources(PatientCase patient) {
        String day = patient.asOfText().substring(0, 10);
        JsonNode additions = Json.read(IRRELEVANT
                .replace("{patient}", "Patient/" + patient.patientId())
                .replace("{day}", day));
        for (JsonNode resource : additions) {
            String url =
                    "https://example.org/fhir/" + resource.path("resourceType").asString() + "/"
                            + resource.path("id").asString();
            Rearrangements.entries(patient).addObject().put("fullUrl", url).set("resource", resource);
        }
        return patient;
    }

    /** Observations without a category have one, as US Core requires it; all of them come in turn. */
    static PatientCase categories(PatientCase patient) {
        int number = 0;
        for (JsonNode resource : patient.resources()) {
            if (resource.path("resourceType").asString("").equals("Observation")
                    && resource.path("category").isEmpty()) {
                ((ObjectNode) resource)
                        .withArray("category")
                        .addObject()
                        .withArray("coding")
                        .addObject()
                        .put("system", "http://terminology.hl7.org/CodeSystem/observation-category")
                        .put("code", CATEGORIES.get(number++ % CATEGORIES.size()));
            }
        }
        return patient;
    }

    /** A local code stands before the standard one in every CodeableConcept but clinicalStatus. */
    static PatientCase localCodings(PatientCase patient) {
        List<JsonNode> statuses = patient.bundle().findValues("clinicalStatus");
        addLocalCodings(patient.bundle().findParents("coding").stream()
                .filter(concept -> !statuses.contains(concept))
                .toList());
        return patient;
    }

    /** The same in clinicalStatus, whose binding asks for a standard code but does not ask that it stand first. */
    static PatientCase localStatusCodings(PatientCase patient) {
        addLocalCodings(patient.bundle().findValues("clinicalStatus"));
        return patient;
    }

    private static void addLocalCodings(List<JsonNode> concepts) {
        for (JsonNode concept : concepts) {
            ArrayNode codings = ((ObjectNode) concept).withArray("coding");
            codings.insertObject(0)
                    .put("system", "https://example.org/local-terms")
                    .put("code", "L-1")
                    .put("display", "Local term");
            codings.addObject().put("display", "Only words");
        }
    }

    static PatientCase extensions(PatientCase patient) {
        for (JsonNode resource : patient.resources()) {
            ObjectNode changed = (ObjectNode) resource;
            extend(changed);
            changed.putObject("meta").put("source", "#1").withArray("profile").add("https://example.org/profile");
            changed.putObject("text")
                    .put("status", "generated")
                    .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">Calcinosis cutis</div>");
            changed.putArray("identifier")
                    .addObject()
                    .put("system", "https://example.org/ids")
                    .put("value", "1");
            extend(changed.putObject(changed.has("status") ? "_status" : "_language"));
            List.of("code", "subject", "valueQuantity", "clinicalStatus", "verificationStatus", "effectivePeriod")
                    .forEach(name -> {
                        if (changed.path(name) instanceof ObjectNode element) {
                            extend(element.put("id", name));
                        }
                    });
        }
        return patient;
    }

    private static void extend(ObjectNode element) {
        element.putArray("extension")
                .addObject()
                .put("url", "https://example.org/extension")
                .put("valueString", "no");
    }

    /** Other tests, other people's diseases, a relative's calcinosis, errors taken back. */
    private static final String IRRELEVANT = """
            [{"resourceType":"Observation","id":"add-pulse","status":"final","subject":{"reference":"{patient}"},
              "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"effectiveDateTime":"{day}",
              "valueQuantity":{"value":71.4,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}},
             {"resourceType":"Observation","id":"add-withdrawn","status":"entered-in-error","subject":{"reference":"{patient}"},
              "code":{"coding":[{"system":"http://loinc.org","code":"17861-6"}]},"effectiveDateTime":"{day}",
              "valueQuantity":{"value":15.0,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}},
             {"resourceType":"Observation","id":"add-nobody","status":"final",
              "code":{"coding":[{"system":"http://loinc.org","code":"2777-1"}]},"effectiveDateTime":"{day}",
              "valueQuantity":{"value":12.0,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}},
             {"resourceType":"Condition","id":"add-cold","subject":{"reference":"{patient}"},
              "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
              "code":{"coding":[{"system":"http://snomed.info/sct","code":"82272006"}]},"onsetDateTime":"{day}"},
             {"resourceType":"Condition","id":"add-error","subject":{"reference":"{patient}"},
              "verificationStatus":{"coding":[
                {"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]},
              "code":{"coding":[{"system":"http://snomed.info/sct","code":"105502003"}]},"onsetDateTime":"{day}"},
             {"resourceType":"Immunization","id":"add-shot","status":"completed","patient":{"reference":"{patient}"},
              "vaccineCode":{"text":"Influenza"},"occurrenceDateTime":"{day}"},
             {"resourceType":"FamilyMemberHistory","id":"add-mother","status":"completed","patient":{"reference":"{patient}"},
              "relationship":{"text":"mother"},"condition":[{"code":{"coding":[
                {"system":"http://snomed.info/sct","code":"403514006","display":"Calcinosis cutis"}]}}]},
             {"resourceType":"AllergyIntolerance","id":"add-allergy","patient":{"reference":"{patient}"},
              "code":{"text":"Penicillin"}},
             {"resourceType":"MedicationRequest","id":"add-drug","status":"active","intent":"order",
              "subject":{"reference":"{patient}"},"authoredOn":"{day}","medicationCodeableConcept":{"coding":[
                {"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"161"}]}},
             {"resourceType":"ServiceRequest","id":"add-order","status":"active","intent":"order",
              "subject":{"reference":"{patient}"},"authoredOn":"{day}",
              "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]}},
             {"resourceType":"Procedure","id":"add-procedure","status":"completed","subject":{"reference":"{patient}"},
              "performedDateTime":"{day}","code":{"coding":[{"system":"http://snomed.info/sct","code":"80146002"}]}},
             {"resourceType":"Practitioner","id":"add-doctor"},
             {"resourceType":"Organization","id":"add-hospital"},
             {"resourceType":"Patient","id":"add-neighbour","birthDate":"2020-01-01","deceasedBoolean":true},
             {"resourceType":"Condition","id":"add-dialysis","subject":{"reference":"Patient/add-neighbour"},
              "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
              "code":{"coding":[{"system":"http://snomed.info/sct","code":"105502003"}]},"onsetDateTime":"2020-01-01"},
             {"resourceType":"Observation","id":"add-calcium","status":"final","subject":{"reference":"Patient/add-neighbour"},
              "code":{"coding":[{"system":"http://loinc.org","code":"17861-6"}]},"effectiveDateTime":"{day}",
              "valueQuantity":{"value":15.0,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}}]
            """;
}
