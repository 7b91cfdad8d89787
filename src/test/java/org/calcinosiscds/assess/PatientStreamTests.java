package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

class PatientStreamTests {
    private final List<String> complete = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int line;

    @Test
    void linesOfOnePatientMayBeApart() throws IOException {
        PatientStream stream = stream(10, 10);
        stream.add(result("ca", "1"));
        stream.add(patient("2"));
        stream.add(patient("1"));
        stream.add(result("p", "2"));
        stream.end();

        assertThat(complete).containsExactly("ca 1", "2 p");
        assertThat(others).isEmpty();
    }

    @Test
    void patientWithoutLinesForLongestIsTakenToBeComplete() throws IOException {
        PatientStream stream = stream(3, 10);
        stream.add(patient("1"));
        stream.add(patient("2"));
        stream.add(result("ca", "1"));
        assertThat(complete).isEmpty();
        stream.add(patient("3"));

        assertThat(complete).containsExactly("2");
    }

    @Test
    void patientWhoComesAgainIsReportedAndNotAssessedTwice() throws IOException {
        PatientStream stream = stream(1, 10);
        stream.add(patient("1"));
        stream.add(patient("2"));
        stream.add(result("ca", "1"));
        stream.add(patient("1"));
        stream.end();

        assertThat(complete).containsExactly("1", "2");
        assertThat(others).containsExactly("incomplete line[3]", "incomplete line[4]");
    }

    @Test
    void patientWhoComesAfterTheOthersWereGivenUpIsNotAssessedOnNothing() throws IOException {
        PatientStream stream = stream(1, 10);
        stream.add(result("ca", "1"));
        stream.add(patient("2"));
        stream.add(patient("1"));
        stream.end();

        assertThat(complete).containsExactly("2");
        assertThat(others).containsExactly("not-found line[1]", "incomplete line[3]");
    }

    @Test
    void onePatientMayBeMoreThanIsHeldButNotMoreThanOneMayBe() throws IOException {
        PatientStream stream = stream(1, 3);
        stream.add(patient("1"));
        stream.add(result("a", "1"));
        stream.add(result("b", "1"));
        assertThat(complete).isEmpty();
        stream.add(result("c", "1"));
        stream.add(patient("2"));
        stream.end();

        assertThat(complete).containsExactly("2");
        assertThat(others).containsExactly("too-costly line[4]");
    }

    @Test
    void medicineThatIsReferredToGoesWithThePatient() throws IOException {
        PatientStream stream = stream(10, 10);
        Medication medicine = new Medication();
        medicine.setId("m");
        Medication other = new Medication();
        other.setId("o");
        MedicationRequest request = new MedicationRequest()
                .setSubject(new Reference("Patient/1"))
                .setMedication(new Reference("https://a.example/fhir/Medication/m/_history/2"));
        request.setId("r");
        stream.add(received(medicine));
        stream.add(received(other));
        stream.add(patient("1"));
        stream.add(received(request));
        stream.end();

        assertThat(complete).containsExactly("1 r m");
    }

    @Test
    void identifierNamesThePatientWhoHasIt() throws IOException {
        PatientStream stream = stream(10, 10);
        stream.add(resultByIdentifier("ca", "7"));
        stream.add(patient("1", "7"));
        stream.add(patient("1", "7"));
        stream.add(patient("2", "8"));
        stream.end();

        assertThat(complete).containsExactly("1 1 ca", "2");
        assertThat(others).isEmpty();
    }

    @Test
    void identifierThatTwoPatientsHaveNamesNeither() throws IOException {
        PatientStream stream = stream(10, 10);
        stream.add(resultByIdentifier("ca", "7"));
        stream.add(patient("1", "7"));
        stream.add(patient("2", "7"));
        stream.end();

        assertThat(complete).containsExactly("1", "2");
        assertThat(others).containsExactly("multiple-matches line[1]");
    }

    @Test
    void manyPatientsAreRemembered() throws IOException {
        PatientStream stream = stream(1, 10);
        for (int i = 0; i < 5_000; i++) {
            stream.add(patient("p" + i));
        }
        for (int i = 0; i < 4_999; i++) {
            stream.add(result("late", "p" + i));
        }

        assertThat(complete).hasSize(4_999);
        assertThat(others).hasSize(4_999).allMatch(each -> each.startsWith("incomplete "));
    }

    private PatientStream stream(int held, int mostOfOne) {
        return new PatientStream(
                held,
                mostOfOne,
                resources -> complete.add(resources.stream()
                        .map(each -> each.resource().getIdPart())
                        .collect(Collectors.joining(" "))),
                new Noted());
    }

    private ReceivedResource patient(String id) {
        Patient patient = new Patient();
        patient.setId(id);
        return received(patient);
    }

    private ReceivedResource patient(String id, String identifier) {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier(identifier(identifier));
        return received(patient);
    }

    private static Identifier identifier(String value) {
        return new Identifier().setSystem("https://a.example/patients").setValue(value);
    }

    private ReceivedResource resultByIdentifier(String id, String identifier) {
        Observation result = new Observation().setSubject(new Reference().setIdentifier(identifier(identifier)));
        result.setId(id);
        return received(result);
    }

    private ReceivedResource result(String id, String patientId) {
        Observation result = new Observation().setSubject(new Reference("Patient/" + patientId));
        result.setId(id);
        return received(result);
    }

    private ReceivedResource received(Resource resource) {
        line++;
        return new ReceivedResource(resource, "line[" + line + "]", null, null);
    }

    private final class Noted implements ResultWriter {
        @Override
        public void answered(PatientResult result) {
            throw new IllegalStateException("Nothing is assessed here.");
        }

        @Override
        public void failed(List<OutcomeIssue> issues) {
            issues.forEach(issue -> others.add(issue.code() + " " + issue.expression()));
        }

        @Override
        public void unusedResources(List<UnusedResource> unusedResources) {
            unusedResources.forEach(each -> others.add(each.code() + " " + each.location()));
        }

        @Override
        public void end() {}
    }
}
