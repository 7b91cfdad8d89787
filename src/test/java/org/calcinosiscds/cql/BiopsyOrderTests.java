package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Who is warned of calciphylaxis when the chart is opened (CC-020) is warned again before a biopsy is signed (CC-122). */
class BiopsyOrderTests {
    private static final PatientCase BIOPSY =
            PatientCase.named("skin-biopsy-calciphylaxis").orElseThrow();

    @Test
    void biopsyIsQuestionedWhereverTheChartWarnsOfWhatIsThereNow() {
        SoftAssertions softly = new SoftAssertions();
        List<PatientCase> warned = PatientCase.all().stream()
                .filter(each -> each.hook().equals("patient-view"))
                .filter(each -> each.answer().rules().contains("CC-020"))
                .filter(BiopsyOrderTests::isThereNow)
                .toList();
        warned.forEach(each -> {
            PatientCase order = biopsyFor(each);
            softly.assertThat(CaseAnswers.answer(order, order.record()).rules())
                    .as("%s, with a drafted biopsy", each)
                    .contains("CC-122");
        });
        softly.assertAll();
        assertThat(warned).hasSizeGreaterThan(50);
    }

    /** Calciphylaxis on record, or a finding that is neither over nor unclear. */
    private static boolean isThereNow(PatientCase patient) {
        Evaluation evaluation = CaseAnswers.evaluation(patient, patient.record());
        Map<String, @Nullable Object> findings =
                evaluation.evaluate(CaseAnswers.library("SkinFindings"), List.of("Alarm Records"));
        Map<String, @Nullable Object> calciphylaxis =
                evaluation.evaluate(CaseAnswers.library("CalciphylaxisRules"), List.of("Recent Pain"));
        Map<String, @Nullable Object> causes =
                evaluation.evaluate(CaseAnswers.library("CalcificationCauses"), List.of("Has Calciphylaxis"));
        return Boolean.TRUE.equals(causes.get("Has Calciphylaxis"))
                || Stream.of(findings.get("Alarm Records"), calciphylaxis.get("Recent Pain"))
                        .flatMap(found -> Traceability.maps(found).stream())
                        .anyMatch(finding -> !Boolean.TRUE.equals(finding.get("isUnclear"))
                                && !"ended".equals(finding.get("course")));
    }

    private static PatientCase biopsyFor(PatientCase patient) {
        ObjectNode context = (ObjectNode) Json.read(Json.write(BIOPSY.context())
                .replace("Patient/" + BIOPSY.patientId(), "Patient/" + patient.patientId()));
        return new PatientCase(BIOPSY.folder(), patient.name(), patient.bundle(), patient.expected(), context);
    }
}
