package org.calcinosiscds.record;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.fhir.DataRequirements;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatientCompartmentTests {
    @ParameterizedTest
    @CsvSource({
        "Patient/p1, true",
        "Patient/p1/_history/3, true",
        "https://ehr.example.org/fhir/Patient/p1, true",
        "https://ehr.example.org/fhir/Patient/p1/_history/3, true",
        "https://elsewhere.example.org/fhir/Patient/p1, false",
        "https://ehr.example.org/fhir/extra/Patient/p1, false",
        "http://ehr.example.org/fhir/Patient/p1, false",
        "urn:uuid:0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11, true",
        "urn:uuid:ffffffff-6b1f-4d9e-9d0e-3a6f5a4b7c11, false",
        "urn:uuid:p1, false",
        "Patient/p2, false",
        "Patient/P1, false",
        "Patient/p1x, false",
        "Patient/p1/x, false",
        "Patient/, false",
        "p1, false",
        "Patient?identifier=p1, false",
        "Group/p1, false",
        "RelatedPerson/p1, false",
        "Observation/Patient/p1, false",
        "#p1, false",
    })
    void subjectMustResolveToThePatient(String reference, boolean held) {
        List<ReceivedResource> received = List.of(
                new ReceivedResource(
                        new Patient().setId("p1"), "", "urn:uuid:0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11", null),
                new ReceivedResource(
                        new Patient().setId("p2"), "", "urn:uuid:ffffffff-6b1f-4d9e-9d0e-3a6f5a4b7c11", null),
                new ReceivedResource(new Observation().setSubject(new Reference(reference))));

        assertThat(new PatientCompartment("p1", "https://ehr.example.org/fhir/")
                        .record(received, DataRequirements.EVERYTHING)
                        .orElseThrow()
                        .bundle()
                        .ofType("Observation"))
                .hasSize(held ? 1 : 0);
    }

    @Test
    void absoluteReferenceIsTakenUnderAnyBaseWhenNoServerIsKnown() {
        Resource observation = new Observation().setSubject(new Reference("https://any.example.org/r4/Patient/p1"));

        assertThat(holds(observation)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Observation\"}",
                "{\"resourceType\":\"Observation\",\"subject\":{\"display\":\"Patient/p1\"}}",
                "{\"resourceType\":\"Observation\",\"subject\":{\"identifier\":{\"value\":\"p1\"}}}",
                "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"AllergyIntolerance\",\"patient\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Coverage\",\"beneficiary\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Task\",\"for\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"QuestionnaireResponse\",\"subject\":{\"reference\":\"Patient/p2\"}}",
                "{\"resourceType\":\"Provenance\",\"target\":[{\"reference\":\"Patient/p1\"}]}",
                "{\"resourceType\":\"Patient\",\"id\":\"p2\"}",
                "{\"resourceType\":\"Patient\"}"
            })
    void whatIsNotShownToBeThePatientsIsNot(String resource) {
        assertThat(holds(Fhir.CONTEXT.newJsonParser().parseResource(resource))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"resourceType\":\"Patient\",\"id\":\"p1\"}",
                "{\"resourceType\":\"AllergyIntolerance\",\"patient\":{\"reference\":\"Patient/p1\"}}",
                "{\"resourceType\":\"Coverage\",\"beneficiary\":{\"reference\":\"Patient/p1\"}}",
                "{\"resourceType\":\"Task\",\"for\":{\"reference\":\"Patient/p1\"}}",
                "{\"resourceType\":\"Account\",\"subject\":[{\"reference\":\"Group/g\"},{\"reference\":\"Patient/p1\"}]}",
                "{\"resourceType\":\"Medication\"}",
                "{\"resourceType\":\"Practitioner\"}",
                "{\"resourceType\":\"PractitionerRole\"}",
                "{\"resourceType\":\"Organization\"}",
                "{\"resourceType\":\"Location\"}"
            })
    void ownResourcesAndThoseOfNobodyAreKept(String resource) {
        assertThat(holds(Fhir.CONTEXT.newJsonParser().parseResource(resource))).isTrue();
    }

    static List<String> typesSearchedByPatient() {
        return Fhir.CONTEXT.getResourceTypes().stream()
                .filter(type -> Fhir.CONTEXT.getResourceDefinition(type).getSearchParams().stream()
                        .anyMatch(PatientCompartmentTests::findsByPatient))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("typesSearchedByPatient")
    void everyTypeThatCanBeSearchedByPatientIsChecked(String type) {
        assertThat(holds((Resource) Fhir.CONTEXT.getResourceDefinition(type).newInstance()))
                .isFalse();
    }

    private static boolean findsByPatient(RuntimeSearchParam parameter) {
        return Set.of("patient", "subject", "beneficiary", "individual").contains(parameter.getName())
                && parameter.getTargets().contains("Patient");
    }

    private static boolean holds(Object resource) {
        ReceivedResource received = new ReceivedResource((Resource) resource);
        Optional<PatientBundle> bundle = new PatientCompartment("p1", null)
                .bundle(
                        resource instanceof Patient
                                ? List.of(received)
                                : List.of(new ReceivedResource(new Patient().setId("p1")), received));
        return bundle.isPresent()
                && bundle.get().ofType(received.resource().fhirType()).contains(resource);
    }
}
