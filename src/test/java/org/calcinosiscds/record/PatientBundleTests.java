package org.calcinosiscds.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.RejectedInputException;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientBundleTests {
    private static final String P1 = "{\"resourceType\":\"Patient\",\"id\":\"p1\"}";

    @Test
    void otherPatientsResourcesAreDroppedAndCounted() {
        PatientBundle bundle = bundle(
                P1,
                observation("a", "p1", ""),
                observation("b", "p2", ""),
                "{\"resourceType\":\"Patient\",\"id\":\"p2\"}");

        assertThat(ids(bundle)).containsExactly("a");
        assertThat(bundle.ofType("Patient")).containsExactly(bundle.patient());
        assertThat(bundle.dropped()).isEqualTo(2);
        assertThat(bundle.size()).isEqualTo(2);
    }

    @Test
    void withoutThePatientThereIsNoRecord() {
        assertThat(new PatientCompartment("p1", null).bundle(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"meta\":{\"versionId\":\"9\"},'  | '\"meta\":{\"versionId\":\"10\"},' | 2",
                "'\"meta\":{\"versionId\":\"10\"},' | '\"meta\":{\"versionId\":\"9\"},'  | 1",
                "'\"meta\":{\"versionId\":\"a\"},'  | '\"meta\":{\"versionId\":\"b\"},'  | 1",
                "'\"meta\":{\"lastUpdated\":\"2026-01-01T00:00:00+01:00\"},' | '\"meta\":{\"lastUpdated\":\"2025-12-31T23:30:00Z\"},' | 2",
                "'\"meta\":{\"versionId\":\"9\",\"lastUpdated\":\"2026-01-02T00:00:00Z\"},' | '\"meta\":{\"versionId\":\"10\",\"lastUpdated\":\"2026-01-01T00:00:00Z\"},' | 1",
                "'\"status\":\"final\",'     | '\"status\":\"corrected\",' | 2",
                "'\"status\":\"amended\",'   | '\"status\":\"final\",'     | 1",
                "'\"status\":\"final\",'     | '\"status\":\"entered-in-error\",' | 2",
                "'\"status\":\"final\",'     | '\"status\":\"preliminary\",'      | 1",
                "'\"status\":\"final\",'     | '\"status\":\"final\",'            | 1",
                "''                          | ''                                 | 1",
            })
    void ofTwoVersionsTheLaterIsKept(String first, String second, int kept) {
        PatientBundle bundle = bundle(
                P1,
                observation("a", "p1", first + "\"valueInteger\":1,"),
                observation("b", "p1", ""),
                observation("a", "p1", second + "\"valueInteger\":2,"));

        assertThat(ids(bundle)).containsExactly("a", "b");
        assertThat(((Observation) bundle.ofType("Observation").get(0))
                        .getValueIntegerType()
                        .getValue())
                .isEqualTo(kept);
    }

    @Test
    void resourcesWithoutIdAreAllKept() {
        String anonymous = "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/p1\"}}";

        assertThat(bundle(P1, anonymous, anonymous).ofType("Observation")).hasSize(2);
    }

    @Test
    void sameIdOfAnotherTypeIsAnotherResource() {
        String condition = "{\"resourceType\":\"Condition\",\"id\":\"a\",\"subject\":{\"reference\":\"Patient/p1\"}}";

        assertThat(bundle(P1, observation("a", "p1", ""), condition).size()).isEqualTo(3);
    }

    @Test
    void bundlesInBundlesAreUnpackedAndContainedResourcesStayInside() {
        String request = """
                {"resourceType":"MedicationRequest","id":"m","subject":{"reference":"Patient/p1"},\
                "medicationReference":{"reference":"#med"},\
                "contained":[{"resourceType":"Medication","id":"med"},{"resourceType":"Patient","id":"p2"}]}""";
        PatientBundle bundle = bundle(P1, bundleOf(bundleOf(request), observation("a", "p1", "")));

        assertThat(bundle.byType()).containsOnlyKeys("Patient", "MedicationRequest", "Observation");
        MedicationRequest read =
                (MedicationRequest) bundle.ofType("MedicationRequest").get(0);
        assertThat(read.getContained()).hasSize(2);
    }

    @Test
    void bundlesNestedWithoutEndAreRefused() {
        String nested = bundleOf(bundleOf(bundleOf(bundleOf(P1))));

        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> Fhir.received(nested))
                .withMessage(
                        "Found Bundles in Bundles too deep at entry[0].resource.entry[0].resource.entry[0].resource,"
                                + " expected fewer levels.");
    }

    @Test
    void referencesToOtherEntriesAreNotLinked() {
        PatientBundle bundle = bundle(P1, observation("a", "p1", ""));

        Reference subject = ((Observation) bundle.ofType("Observation").get(0)).getSubject();
        assertThat(subject.getResource()).isNull();
    }

    @Test
    void urnOfThePatientIsResolvedAlsoFromAnotherBundle() {
        String urn = "urn:uuid:0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11";
        String own = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":%s},{\"fullUrl\":\"%s\",\"resource\":%s}]}"
                .formatted(observation("a", "x", "").replace("Patient/x", urn), urn, P1);
        String other = bundleOf(observation("b", "x", "").replace("Patient/x", urn));

        assertThat(ids(bundle(bundleOf(own, other)))).containsExactly("a", "b");
    }

    @Test
    void outcomesOfASearchAreLeftOut() {
        ReceivedBundle received = Fhir.received("""
                {"resourceType":"Bundle","type":"searchset","entry":[
                 {"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning"}]}},
                 {"search":{"mode":"outcome"},"resource":{"resourceType":"Basic"}},
                 {"search":{"mode":"match"}},
                 {"resource":null}]}""");

        assertThat(received).isEqualTo(ReceivedBundle.EMPTY);
    }

    @Test
    void errorAmongTheEntriesMeansThatTheSearchFailed() {
        assertThat(Fhir.received(bundleOf(
                                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\"}]}"))
                        .failed())
                .isTrue();
        assertThat(Fhir.received("{\"resourceType\":\"OperationOutcome\"}").failed())
                .isTrue();
    }

    @Test
    void nextLinkMeansThatPagesAreMissing() {
        assertThat(Fhir.received(
                                "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"self\"},{\"relation\":\"next\"}]}")
                        .partial())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                | Found an array as the body, expected an object.",
                "{}                                                | Found an object without resourceType as the body, expected a FHIR R4 resource.",
                "{\"resourceType\":7}                              | Found an object without resourceType as the body, expected a FHIR R4 resource.",
                "{\"resourceType\":\"Rosalind\"}                   | Found an object that does not parse as the body, expected a FHIR R4 resource.",
                "{\"resourceType\":\"Bundle\",\"entry\":{}}        | Found an object at entry, expected an array.",
                "{\"resourceType\":\"Bundle\",\"entry\":[7]}       | Found a number at entry[0], expected an object.",
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":\"Rosalind\"}]}                       | Found a string at entry[0].resource, expected an object.",
            })
    void whatIsNotFhirIsRefusedNamingTheEntry(String json, String message) {
        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> Fhir.received(json))
                .withMessage(message)
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"resourceType\":\"Patient\",\"birthDate\":\"Rosalind\"} | Found a value of 'birthDate' that FHIR R4 does not allow in a Patient at birthDate, expected the type date of FHIR R4.",
                "{\"resourceType\":\"Patient\",\"gender\":\"Rosalind\"} | Found a value of 'gender' that FHIR R4 does not allow in a Patient at gender, expected a code of the value set that FHIR R4 requires.",
                "{\"resourceType\":\"Observation\",\"valueQuantity\":[{\"value\":1},{\"value\":2}]} | Found several values of 'value' in an Observation at valueQuantity[0], expected the type Quantity of FHIR R4, an object.",
                "{\"resourceType\":\"Observation\",\"component\":[{},{\"valueQuantity\":{\"value\":1,\"comparator\":\"=\"}}]} | Found a value of 'comparator' that FHIR R4 does not allow in an Observation at component[1].valueQuantity.comparator, expected a code of the value set that FHIR R4 requires.",
                "{\"resourceType\":\"Observation\",\"status\":[\"final\",\"amended\"]} | Found several values of 'status' in an Observation at status[0], expected a code of the value set that FHIR R4 requires.",
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"name\":\"Rosalind\"}}]} | Found a value of 'name' of another JSON type in a Patient at entry[0].resource.name, expected the type HumanName of FHIR R4, an object, in an array.",
                "{\"resourceType\":\"MedicationRequest\",\"medication\":{\"concept\":{\"text\":\"Rosalind\"}}} | Found an element 'medication' of FHIR R5 in a MedicationRequest as the body, expected FHIR R4.",
            })
    void flawNamesResourceAndElementAndWhatIsExpected(String json, String message) {
        ReceivedResource received = Fhir.received(json).resources().get(0);

        assertThat(received.error()).hasMessage(message).hasNoCause();
    }

    private static PatientBundle bundle(String... resources) {
        return new PatientCompartment("p1", null)
                .bundle(Fhir.received(bundleOf(resources)).resources())
                .orElseThrow();
    }

    private static String bundleOf(String... resources) {
        return Stream.of(resources)
                .map(resource -> "{\"resource\":" + resource + "}")
                .collect(Collectors.joining(",", "{\"entry\":[", "],\"resourceType\":\"Bundle\"}"));
    }

    private static String observation(String id, String patientId, String properties) {
        return "{\"resourceType\":\"Observation\",\"id\":\"%s\",%s\"subject\":{\"reference\":\"Patient/%s\"}}"
                .formatted(id, properties, patientId);
    }

    private static List<String> ids(PatientBundle bundle) {
        return bundle.ofType("Observation").stream().map(Resource::getIdPart).toList();
    }
}
