package org.calcinosiscds.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatientPartitionTests {
    private static final String UUID = "urn:uuid:0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11";

    @ParameterizedTest
    @CsvSource({
        "https://a.example/fhir/Patient/p1, p1, Patient/p1",
        "https://a.example/fhir/Patient/p1, p1, https://a.example/fhir/Patient/p1",
        "https://a.example/fhir/Patient/p1, p1, https://a.example/fhir/Patient/p1/_history/7",
        "https://a.example/fhir/Patient/p1/_history/2, p1, Patient/p1/_history/1",
        "https://a.example/fhir/Patient/p1, '', Patient/p1",
        "'', p1, Patient/p1",
        "'', p1, https://a.example/fhir/Patient/p1",
        UUID + ", '', " + UUID,
        UUID + ", p1, " + UUID,
        UUID + ", p1, Patient/p1",
        "'', 0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11, " + UUID,
        "urn:oid:1.2.3, '', urn:oid:1.2.3"
    })
    void referenceFindsItsPatientInEveryForm(String fullUrl, String id, String reference) {
        PatientPartition sorted = sorted(patient(fullUrl, id), observation("https://a.example/fhir/", "ca", reference));

        assertThat(sorted.unusedResources()).isEmpty();
        assertThat(records(sorted)).hasSize(1);
        assertThat(records(sorted).get(0)).endsWith("Observation/ca");
        Observation result = (Observation)
                sorted.records().get(0).bundle().ofType("Observation").get(0);
        assertThat(result.getSubject().getReference())
                .isEqualTo(
                        "Patient/" + sorted.records().get(0).bundle().patient().getIdPart());
    }

    @ParameterizedTest
    @CsvSource({
        "Patient/p2",
        "https://b.example/fhir/Patient/p1",
        "urn:uuid:11111111-6b1f-4d9e-9d0e-3a6f5a4b7c11",
        "Patient?identifier=1",
        "#p1",
        "Group/p1",
        "p1"
    })
    void referenceToSomebodyElseFindsNobody(String reference) {
        PatientPartition sorted = sorted(
                patient("https://a.example/fhir/Patient/p1", "p1"),
                observation("https://a.example/fhir/", "ca", reference));

        assertThat(records(sorted)).containsExactly("Patient/p1");
        assertThat(sorted.unusedResources())
                .extracting(UnusedResource::location)
                .containsExactly("entry[1].resource");
        assertThat(sorted.unusedResources()).extracting(UnusedResource::code).containsExactly("not-found");
    }

    @Test
    void oneIdOnTwoServersIsTwoPatients() {
        PatientPartition sorted = sorted(
                patient("https://a.example/fhir/Patient/1", "1"),
                patient("https://b.example/fhir/Patient/1", "1"),
                observation("https://a.example/fhir/", "ca-a", "Patient/1"),
                observation("https://b.example/fhir/", "ca-b", "Patient/1"),
                observation("https://a.example/fhir/", "p-b", "https://b.example/fhir/Patient/1"),
                entry("", observationOf("nobodys", "Patient/1")));

        assertThat(records(sorted))
                .containsExactly("Patient/1 Observation/ca-a", "Patient/1 Observation/ca-b Observation/p-b");
        assertThat(sorted.unusedResources())
                .extracting(UnusedResource::location)
                .containsExactly("entry[5].resource");
    }

    @Test
    void oneIdUnderTwoUrnsIsTwoPatientsAndNobodyIsGuessed() {
        PatientPartition sorted = sorted(
                patient("urn:uuid:11111111-1111-4111-8111-111111111111", "1"),
                patient("urn:uuid:22222222-2222-4222-8222-222222222222", "1"),
                entry("", observationOf("first", "urn:uuid:11111111-1111-4111-8111-111111111111")),
                entry("", observationOf("whose", "Patient/1")));

        assertThat(records(sorted)).containsExactly("Patient/1 Observation/first", "Patient/1");
        assertThat(sorted.unusedResources())
                .extracting(UnusedResource::location)
                .containsExactly("entry[3].resource");
    }

    @Test
    void oneResultIdOnTwoServersIsTwoResults() {
        PatientPartition sorted = sorted(
                patient("https://a.example/fhir/Patient/1", "1"),
                observation("https://a.example/fhir/", "ca", "Patient/1"),
                observation("https://b.example/fhir/", "ca", "https://a.example/fhir/Patient/1"));

        assertThat(records(sorted)).containsExactly("Patient/1 Observation/ca Observation/ca");
    }

    @Test
    void samePatientTwiceIsOne() {
        PatientPartition sorted = sorted(
                patient("https://a.example/fhir/Patient/1", "1"), patient("https://a.example/fhir/Patient/1", "1"));

        assertThat(records(sorted)).containsExactly("Patient/1");
    }

    @Test
    void resourceWithoutAPatientIsLeftOver() {
        PatientPartition sorted = sorted(
                patient("", "1"), entry("", "{\"resourceType\":\"Condition\",\"code\":{\"text\":\"anything\"}}"));

        assertThat(sorted.unusedResources())
                .containsExactly(new UnusedResource(
                        "entry[1].resource",
                        "required",
                        "Resources that name no patient by a reference were left out."));
    }

    @Test
    void whatBelongsToNobodyIsInEveryRecord() {
        PatientPartition sorted = sorted(
                patient("", "1"),
                patient("", "2"),
                entry(
                        "urn:uuid:33333333-3333-4333-8333-333333333333",
                        "{\"resourceType\":\"Medication\",\"code\":{\"text\":\"warfarin\"}}"),
                entry(
                        "",
                        "{\"resourceType\":\"MedicationRequest\",\"id\":\"m\",\"subject\":{\"reference\":\"Patient/2\"},"
                                + "\"medicationReference\":{\"reference\":\"urn:uuid:33333333-3333-4333-8333-333333333333\"}}"));

        assertThat(records(sorted))
                .containsExactly(
                        "Patient/1 Medication/33333333-3333-4333-8333-333333333333",
                        "Patient/2 Medication/33333333-3333-4333-8333-333333333333 MedicationRequest/m");
        MedicationRequest request = (MedicationRequest)
                sorted.records().get(1).bundle().ofType("MedicationRequest").get(0);
        assertThat(request.getMedicationReference().getReference())
                .isEqualTo("Medication/33333333-3333-4333-8333-333333333333");
    }

    @Test
    void patientWithoutAnIdIsFlawed() {
        PatientPartition sorted = sorted(patient("", ""));

        assertThat(sorted.records().get(0).errors())
                .extracting(OutcomeIssue::expression)
                .containsExactly("entry[0].resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"valeuQuantity\":{\"value\":9}",
                "\"valueQuantity\":{\"valeu\":9}",
                "\"valueBoolean\":\"yes\"",
                "\"effectiveDateTime\":\"older\"",
                "\"status\":\"valeu\"",
                "\"code\":[{\"text\":\"valeu\"},{\"text\":\"valeu\"}]",
                "\"id\":\"a b\""
            })
    void flawIsAGapInTheRecordOfOnePatient(String property) {
        String flawed =
                "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/2\"},%s}".formatted(property);

        PatientPartition sorted = sorted(patient("", "1"), patient("", "2"), entry("", flawed));

        assertThat(sorted.unusedResources()).isEmpty();
        PatientRecord other = sorted.records().get(1);
        assertThat(sorted.records().get(0).missing()).isEmpty();
        assertThat(other.errors()).isEmpty();
        assertThat(other.bundle().ofType("Observation")).isEmpty();
        assertThat(other.bundle().notAvailable()).containsExactly("Observation");
        assertThat(other.gaps())
                .extracting(gap -> gap.issue().expression())
                .allSatisfy(location -> assertThat(location).startsWith("entry[2].resource"))
                .hasSize(1);
        assertThat(other.gaps().toString()).doesNotContain("valeu", "yes", "older");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"subject\":{\"reference\":\"Patient/2\"}}", "[]", "\"Patient/2\""})
    void whatNobodyCanReadMayBeAnybodysAndIsRefused(String resource) {
        assertThatThrownBy(() -> sorted(patient("", "1"), patient("", "2"), entry("", resource)))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageContaining("entry[2].resource");
    }

    @Test
    void flawInWhatIsEverybodysIsAGapForThoseWhoReferToIt() {
        PatientPartition sorted = sorted(
                patient("", "1"),
                patient("", "2"),
                entry("", "{\"resourceType\":\"Medication\",\"id\":\"m\",\"x\":1}"),
                entry(
                        "",
                        "{\"resourceType\":\"MedicationRequest\",\"id\":\"r\",\"subject\":{\"reference\":\"Patient/2\"},"
                                + "\"medicationReference\":{\"reference\":\"Medication/m\"}}"));

        assertThat(sorted.records().get(0).gaps()).isEmpty();
        assertThat(sorted.records().get(1).gaps())
                .extracting(DataGap::resourceType)
                .containsExactly("Medication");
    }

    @ParameterizedTest
    @CsvSource({"3, 3, true", "3, 4, true", "3, '', false", "'', '', false"})
    void ofTwoContradictingVersionsTheLaterIsTaken(String first, String second, boolean isOrdered) {
        for (boolean isTurned : new boolean[] {false, true}) {
            String one = version("1", isTurned ? second : first);
            String other = version("2", isTurned ? first : second);

            PatientRecord record = sorted(patient("", "p1"), entry("", one), entry("", other))
                    .records()
                    .get(0);

            boolean isOne = first.equals(second);
            assertThat(record.errors()).hasSize(isOrdered && !isOne ? 0 : 1);
            assertThat(record.bundle().ofType("Observation")).hasSize(1);
        }
    }

    private static String version(String value, String version) {
        return "{\"resourceType\":\"Observation\",\"id\":\"ca\",%s\"valueInteger\":%s,\"subject\":{\"reference\":\"Patient/p1\"}}"
                .formatted(version.isEmpty() ? "" : "\"meta\":{\"versionId\":\"" + version + "\"},", value);
    }

    @Test
    void statusThatR4DoesNotHaveIsAGap() {
        String result = observation("https://a.example/fhir/", "ca", "Patient/p1");
        String odd = result.replace("\"id\"", "\"status\":\"odd\",\"id\"");

        PatientPartition sorted = sorted(patient("https://a.example/fhir/Patient/p1", "p1"), odd, odd);

        assertThat(records(sorted)).containsExactly("Patient/p1");
        assertThat(sorted.records().get(0).gaps()).hasSize(2);
    }

    private static PatientPartition sorted(String... entries) {
        String bundle = "{\"resourceType\":\"Bundle\",\"entry\":[" + String.join(",", entries) + "]}";
        return PatientPartition.of(
                Fhir.BUNDLES.readStrictly(Fhir.guarded(bundle)).resources(), DataRequirements.EVERYTHING);
    }

    private static String patient(String fullUrl, String id) {
        return entry(fullUrl, "{\"resourceType\":\"Patient\"" + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"") + "}");
    }

    private static String observation(String base, String id, String reference) {
        return entry(base + "Observation/" + id, observationOf(id, reference));
    }

    private static String observationOf(String id, String reference) {
        return "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"subject\":{\"reference\":\"%s\"}}"
                .formatted(id, reference);
    }

    private static String entry(String fullUrl, String resource) {
        return "{" + (fullUrl.isEmpty() ? "" : "\"fullUrl\":\"" + fullUrl + "\",") + "\"resource\":" + resource + "}";
    }

    /** Of each record the types and ids, in their order. */
    private static List<String> records(PatientPartition sorted) {
        return sorted.records().stream()
                .map(record -> record.bundle().byType().values().stream()
                        .flatMap(List::stream)
                        .map(PatientPartitionTests::name)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static String name(Resource resource) {
        return Stream.of(resource.fhirType(), resource.getIdPart())
                .map(String::valueOf)
                .collect(Collectors.joining("/"));
    }
}
