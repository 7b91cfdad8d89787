package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.cases.FilledCase;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A patient is assessed whatever element an EHR fills. */
@Tag("once")
class FilledCaseTests {
    @Test
    void patientIsAssessedWhateverElementIsFilled() {
        List<String> assessed = new ArrayList<>();
        List<String> failed = new ArrayList<>();

        try (AssessedCases cases = new AssessedCases()) {
            FilledCase.all().forEach(filled -> {
                PatientCase patient = filled.patient();
                String error =
                        cases.answer(patient, patient.bundle(), AsFhir.ALL).error();
                (error == null ? assessed : failed).add(patient.name() + ": " + filled.element() + " " + error);
            });
        }

        assertThat(failed).isEmpty();
        assertThat(assessed).hasSizeGreaterThan(1500);
    }
}
