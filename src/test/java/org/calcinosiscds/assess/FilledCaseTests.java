package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.assess.PatientAssessments.Settings;
import org.calcinosiscds.cases.FilledCase;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A patient is assessed whatever element an EHR fills. */
class FilledCaseTests {
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final Map<String, PatientAssessments> BY_HOOK = new LinkedHashMap<>();

    @AfterAll
    static void close() {
        BY_HOOK.values().forEach(PatientAssessments::close);
        BY_HOOK.clear();
    }

    @Test
    void patientIsAssessedWhateverElementIsFilled() {
        List<String> assessed = new ArrayList<>();
        List<String> failed = new ArrayList<>();

        FilledCase.all().forEach(filled -> {
            String error = answer(filled.patient()).error();
            (error == null ? assessed : failed).add(filled.patient().name() + ": " + filled.element() + " " + error);
        });

        assertThat(failed).isEmpty();
        assertThat(assessed).hasSizeGreaterThan(1500);
    }

    private static PatientAnswer answer(PatientCase patient) {
        return BY_HOOK.computeIfAbsent(
                        patient.hook(), each -> PatientAssessments.open(new Settings("", each, AS_OF, "UTC")))
                .assess(
                        patient.patientId(),
                        List.of(Json.write(patient.bundle()).getBytes(StandardCharsets.UTF_8)),
                        AsFhir.ALL);
    }
}
