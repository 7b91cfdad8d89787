package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.assess.PatientAssessments.Settings;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Patients whose records name code systems in other ways than FHIR R4 does have the same answers. */
@Tag("once")
class CodeSystemUriTests {
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final Map<String, PatientAssessments> BY_HOOK = new LinkedHashMap<>();

    /** Identifiers with which records were seen, by the URI of R4. */
    private static final Map<String, List<String>> IDENTIFIERS = Map.ofEntries(
            Map.entry(
                    "http://loinc.org",
                    List.of("urn:oid:2.16.840.1.113883.6.1", "https://loinc.org", "http://loinc.org/")),
            Map.entry(
                    "http://snomed.info/sct",
                    List.of(
                            "urn:oid:2.16.840.1.113883.6.96",
                            "http://snomed.info/sct/900000000000207008",
                            "http://snomed.info/sct/32506021000036107/version/20250131")),
            Map.entry(
                    "http://www.nlm.nih.gov/research/umls/rxnorm",
                    List.of(
                            "urn:oid:2.16.840.1.113883.6.88",
                            "https://www.nlm.nih.gov/research/umls/rxnorm",
                            "2.16.840.1.113883.6.88")),
            Map.entry(
                    "http://unitsofmeasure.org",
                    List.of(
                            "urn:oid:2.16.840.1.113883.6.8",
                            "https://unitsofmeasure.org",
                            "http://unitsofmeasure.org/")),
            Map.entry(
                    "http://hl7.org/fhir/sid/icd-10-cm",
                    List.of(
                            "urn:oid:2.16.840.1.113883.6.90",
                            "https://hl7.org/fhir/sid/icd-10-cm",
                            "2.16.840.1.113883.6.90")),
            Map.entry(
                    "http://hl7.org/fhir/sid/icd-10",
                    List.of(
                            "urn:oid:2.16.840.1.113883.6.3",
                            "http://terminology.hl7.org/CodeSystem/icd10",
                            "https://hl7.org/fhir/sid/icd-10")),
            Map.entry(
                    "http://www.whocc.no/atc",
                    List.of("urn:oid:2.16.840.1.113883.6.73", "https://www.whocc.no/atc", "http://www.whocc.no/ATC/")),
            Map.entry(
                    "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                    List.of(
                            "urn:oid:2.16.840.1.113883.5.4",
                            "http://hl7.org/fhir/v3/ActCode",
                            "2.16.840.1.113883.5.4")),
            Map.entry(
                    "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
                    List.of(
                            "urn:oid:2.16.840.1.113883.5.112",
                            "http://hl7.org/fhir/v3/RouteOfAdministration",
                            "2.16.840.1.113883.5.112")),
            Map.entry(
                    "http://terminology.hl7.org/CodeSystem/condition-clinical",
                    List.of(
                            "http://hl7.org/fhir/condition-clinical",
                            "https://hl7.org/fhir/condition-clinical",
                            "http://hl7.org/fhir/condition-clinical")));

    @AfterAll
    static void close() {
        BY_HOOK.values().forEach(PatientAssessments::close);
        BY_HOOK.clear();
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                Arguments.of("the first", (UnaryOperator<String>) json -> with(0, json)),
                Arguments.of("the second", (UnaryOperator<String>) json -> with(1, json)),
                Arguments.of("the third", (UnaryOperator<String>) json -> with(2, json)),
                Arguments.of("slashes escaped", (UnaryOperator<String>)
                        json -> with(1, json).replace("/", "\\/")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void answerDoesNotDependOnTheIdentifierOfACodeSystem(String name, UnaryOperator<String> spelling) {
        List<PatientCase> cases = PatientCase.every(8);

        assertThat(cases)
                .hasSizeGreaterThan(200)
                .allSatisfy(patient -> assertThat(answer(patient, spelling))
                        .as(patient.name())
                        .isEqualTo(answer(patient, UnaryOperator.identity())));
        assertThat(cases)
                .as("cases whose records are changed")
                .filteredOn(patient -> !spelling.apply(json(patient)).equals(json(patient)))
                .hasSizeGreaterThan(200);
    }

    private static String with(int index, String json) {
        String[] spelled = {json};
        IDENTIFIERS.forEach((uri, identifiers) ->
                spelled[0] = spelled[0].replace("\"" + uri + "\"", "\"" + identifiers.get(index) + "\""));
        return spelled[0];
    }

    private static String json(PatientCase patient) {
        return Json.write(patient.bundle());
    }

    private static PatientAnswer answer(PatientCase patient, UnaryOperator<String> spelling) {
        return BY_HOOK.computeIfAbsent(
                        patient.hook(), each -> PatientAssessments.open(new Settings("", each, AS_OF, "UTC")))
                .assess(
                        patient.patientId(),
                        List.of(spelling.apply(json(patient)).getBytes(StandardCharsets.UTF_8)),
                        AsFhir.ALL);
    }
}
