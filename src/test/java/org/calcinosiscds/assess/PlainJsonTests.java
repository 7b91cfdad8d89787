package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calcinosiscds.assess.FilteredContent.FHIR;
import static org.calcinosiscds.assess.FilteredContent.GUARD;
import static org.calcinosiscds.assess.FilteredContent.KNOWLEDGE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fhir.ResourceJson;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.record.PatientOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is read from JSON without a parser of FHIR is what the parser reads. */
class PlainJsonTests {
    private static final long SEED = 20261121;
    private static final FhirReader READER = new FhirReader(FHIR, KNOWLEDGE.dataRequirements());
    private static final RecordFilter FILTER = new RecordFilter(List.of(READER));

    private static final List<String> TYPES = List.of(
            "Claim", "Observation", "Account", "Appointment", "Task", "Group", "Practitioner", "Coverage", "Encounter");

    private static final List<String> REFERENCES = List.of(
            "{'reference': 'Patient/1'}",
            "{'reference': 'Patient/1', 'display': 'x', 'type': 'Patient'}",
            "{'reference': 'https://ehr.example.org/fhir/Patient/1/_history/2'}",
            "{'reference': 'urn:uuid:6F2C1E1A-0000-4000-8000-000000000001'}",
            "{'reference': '#p'}",
            "{'reference': 'Patient?identifier=1'}",
            "{'reference': ' Patient/1'}",
            "{'reference': ''}",
            "{'reference': 5}",
            "{'reference': null}",
            "{'reference': 'Patient/1', 'identifier': {'value': '2'}}",
            "{'identifier': {'system': 'urn:x', 'value': '2'}}",
            "{'display': 'x'}",
            "{}",
            "[{'reference': 'Patient/1'}]",
            "'Patient/1'",
            "null");

    private static final List<String> IDS = List.of("'a.b-1'", "'a b'", "''", "7", "null", "{}");

    @Test
    void identityIsThatOfTheParser() {
        for (String type : TYPES) {
            for (String element : List.of("subject", "patient", "beneficiary", "for", "individual", "candidate")) {
                for (String reference : REFERENCES) {
                    assertSameIdentity(
                            "{'resourceType': '" + type + "', 'id': 'x', '" + element + "': " + reference + "}");
                }
            }
            IDS.forEach(id -> assertSameIdentity(
                    "{'resourceType': '" + type + "', 'id': " + id + ", 'subject': {'reference': 'Patient/1'}}"));
        }
    }

    private static void assertSameIdentity(String json) {
        JsonValue value = value(json.replace('\'', '"'));
        String type = Objects.requireNonNull(value.textOf("resourceType"));

        assertThat(PatientOf.of(READER.identityOf(ResourceJson.of(value), type)))
                .as(json)
                .isEqualTo(PatientOf.of(READER.identityOf(value, type)));
    }

    @Test
    void resultThatIsPlainlyUnreadIsNotKept() {
        int plain = 0;
        int number = 0;
        for (PatientCase patient : PatientCase.every(2)) {
            List<JsonNode> resources = new ArrayList<>(patient.resources());
            resources.addAll(UnreadNoise.of(patient, SEED + number++));
            for (JsonNode resource : resources) {
                JsonValue value = value(Json.write(resource));
                RecordFilter.Identity unread = FILTER.identityOfUnread(value);
                if (unread != null) {
                    plain++;
                    assertThat(FILTER.keeps(value)).as(value.toString()).isFalse();
                    assertThat(unread.owner()).isEqualTo(PatientOf.of(READER.read(value)));
                    assertThat(unread.references())
                            .containsExactlyElementsOf(PatientOf.references(READER.read(value))
                                    .filter(reference -> !reference.startsWith("Patient/"))
                                    .distinct()
                                    .sorted()
                                    .toList());
                }
            }
        }
        assertThat(plain).isGreaterThan(100);
    }

    /** Codes that the parser reads otherwise than they stand there, refuses, or finds elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'code': {'coding': [{'system': 'http://loinc.org', 'code': '17861-6'}]}",
                "'code': {'coding': [{'system': 'urn:oid:2.16.840.1.113883.6.1', 'code': '17861-6'}]}",
                "'code': {'coding': [{'system': 'http://loinc.org', 'code': ' 17861-6'}]}",
                "'code': {'coding': [{'system': 'urn:x', 'code': ''}]}",
                "'code': {'coding': [{'system': 'urn:x', 'code': 7}]}",
                "'code': {'coding': [{'system': 'urn:x', 'code': 'x', 'extension': []}]}",
                "'code': {'coding': {'system': 'urn:x', 'code': 'x'}}",
                "'code': {'coding': ['x']}",
                "'code': {'coding': [{'system': 'urn:x', 'code': 'x'}], 'text': 7}",
                "'code': {'concept': {}}",
                "'code': []",
                "'code': 'x'",
                "'code': {}, 'valueCodeableConcept': 'x'",
                "'code': {}, 'component': {}",
                "'code': {}, 'component': ['x']",
                "'code': {}, 'component': [{'code': {'coding': [{'system': 'http://loinc.org', 'code': '17861-6'}]}}]",
                "'code': {}, 'modifierExtension': []",
                "'code': {}, 'implicitRules': 'urn:x'",
                "'code': {}, 'contained': []",
                "'code': {}, 'extension': []",
            })
    void whatIsNotPlainIsLookedAtCloser(String elements) {
        String json = "{'resourceType': 'Observation', 'status': 'final', " + elements + "}";

        assertThat(FILTER.identityOfUnread(value(json.replace('\'', '"')))).isNull();
    }

    private static JsonValue value(String json) {
        return GUARD.read(json.getBytes(StandardCharsets.UTF_8), Set.of());
    }
}
