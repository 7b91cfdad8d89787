package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.Test;

/**
 * Tumoral calcinosis (CC-061, scenario S096): no verified code says it, so no case can show the rule. Here the site has supplied one.
 */
class SiteCodesTests {
    private static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-21T09:00:00Z");
    private static final String TUMORAL = "https://calcinosis-cds.org/fhir/ValueSet/tumoral-calcinosis";
    private static final String SITE = "https://site.example/codes";
    private static final CompiledKnowledge COMPILED = withSiteCode();

    private static final String HIGH_PHOSPHATE = laboratory("2777-1", "7.2", "2026-11-11");
    private static final String NORMAL_PHOSPHATE = laboratory("2777-1", "4.0", "2026-11-11");

    @Test
    void scenario096HighPhosphateAsksForTheFamilialForm() {
        Evaluation patient = patient(
                tumoral("active"),
                laboratory("17861-6", "9.6", "2026-11-11"),
                HIGH_PHOSPHATE,
                laboratory("2160-0", "0.7", "2026-11-11"));

        assertThat(rules(patient)).containsExactly("CC-061");
        assertThat(types(patient)).containsExactly("hyperphosphataemic tumoral");
        assertThat(rule(patient).get("summary"))
                .isEqualTo("Tumoral calcinosis with high phosphate: consider hyperphosphataemic familial form");
        assertThat(items(patient)).contains("R-GEN", "R-ENDO", "O-125D", "O-FGF23");
    }

    @Test
    void missingOrOldPhosphateIsAskedForWithoutGenetics() {
        Evaluation missing = patient(tumoral("active"));

        assertThat(rules(missing)).containsExactly("CC-061");
        assertThat(types(missing)).containsExactly("idiopathic (tumoral)");
        assertThat(items(missing)).contains("O-PHOS").doesNotContain("R-GEN");
        assertThat(rules(patient(tumoral("active"), laboratory("2777-1", "4.0", "2025-11-20"))))
                .containsExactly("CC-061");
    }

    @Test
    void normalPhosphateKidneyDiseaseAndResolvedDiseaseKeepItSilent() {
        assertThat(rules(patient(tumoral("active"), NORMAL_PHOSPHATE))).isEmpty();
        assertThat(rules(patient(tumoral("active"), laboratory("2777-1", "4.0", "2025-11-21"))))
                .isEmpty();
        assertThat(rules(patient(tumoral("resolved")))).isEmpty();
        Evaluation dialysis = patient(
                tumoral("active"), HIGH_PHOSPHATE, condition("http://hl7.org/fhir/sid/icd-10-cm", "Z99.2", "active"));
        assertThat(rules(dialysis)).doesNotContain("CC-061");
        assertThat(types(dialysis)).contains("metastatic (uraemic tumoral)");
        assertThat(rules(patient(tumoral("active"), condition("http://hl7.org/fhir/sid/icd-10-cm", "N18.4", "active"))))
                .doesNotContain("CC-061");
    }

    private static CompiledKnowledge withSiteCode() {
        CompiledKnowledge compiled = CaseAnswers.COMPILED;
        Map<String, ValueSetCodes> valueSets =
                new HashMap<>(compiled.terminology().valueSets());
        valueSets.computeIfPresent(
                TUMORAL,
                (url, codes) ->
                        new ValueSetCodes(url, codes.title(), Map.of(SITE, Map.of("tc", "Tumoral calcinosis"))));
        return compiled.with(new LocalTerminology(Map.copyOf(valueSets)));
    }

    private static List<String> rules(Evaluation patient) {
        return CqlValues.strings(patient.evaluate(CaseAnswers.library("CalcinosisPatientView"), List.of("Rules True"))
                .get("Rules True"));
    }

    private static List<String> types(Evaluation patient) {
        return CqlValues.strings(patient.evaluate(CaseAnswers.library("SuspectedType"), List.of("Suspected Types"))
                .get("Suspected Types"));
    }

    private static Map<String, Object> rule(Evaluation patient) {
        return CqlValues.map(patient.evaluate(CaseAnswers.library("IdiopathicRules"), List.of("CC-061 Rule"))
                .get("CC-061 Rule"));
    }

    private static List<String> items(Evaluation patient) {
        return Traceability.maps(rule(patient).get("items")).stream()
                .map(item -> String.valueOf(item.get("id")))
                .toList();
    }

    private static Evaluation patient(String... resources) {
        String entries = Stream.concat(
                        Stream.of("{\"resourceType\": \"Patient\", \"id\": \"p\", \"birthDate\": \"2011-03-02\"}"),
                        Stream.of(resources))
                .map(resource -> "{\"resource\": " + resource + "}")
                .collect(Collectors.joining(", "));
        String bundle = "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [" + entries + "]}";
        return new Evaluation(COMPILED, PatientRecords.of(bundle, "p"), AS_OF, Map.of());
    }

    private static String tumoral(String status) {
        return condition(SITE, "tc", status);
    }

    private static String condition(String system, String code, String status) {
        return """
                {"resourceType": "Condition", "id": "%s", "subject": {"reference": "Patient/p"},
                 "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "%s"}]},
                 "code": {"coding": [{"system": "%s", "code": "%s"}]}, "recordedDate": "2026-01-01"}
                """.formatted(code.replace(".", "-"), status, system, code);
    }

    private static String laboratory(String loinc, String value, String day) {
        return """
                {"resourceType": "Observation", "id": "o%s", "status": "final", "subject": {"reference": "Patient/p"},
                 "code": {"coding": [{"system": "http://loinc.org", "code": "%s"}]}, "effectiveDateTime": "%sT10:00:00Z",
                 "valueQuantity": {"value": %s, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"}}
                """.formatted(loinc, loinc, day, value);
    }
}
