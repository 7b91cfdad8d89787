package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.RewrittenDrafts;
import org.calcinosiscds.context.UnsavedNames;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.TriggerNames;
import org.junit.jupiter.api.Test;

/** In every case with drafts or new problems: they are known by what they are and why, whatever their ids. */
class UnsavedNamesTests {
    private static final List<PatientCase> CASES = PatientCase.all().stream()
            .filter(each -> each.context().has("draftOrders") || each.context().has("conditions"))
            .toList();

    @Test
    void sameThingForTheSameReasonHasTheSameNameUnderAnotherId() {
        List<String> unnamed = new ArrayList<>();
        for (PatientCase patient : CASES) {
            List<String> names = names(patient);
            assertThat(names(RewrittenDrafts.renamed(patient)))
                    .as(patient.name())
                    .isEqualTo(names);
            if (names.isEmpty()) {
                unnamed.add(patient.name());
            }
        }

        assertThat(unnamed)
                .as("cases with drafts that do not say what they are")
                .hasSizeLessThan(10);
    }

    @Test
    void anotherThingOrReasonHasAnotherNameUnderTheSameId() {
        for (PatientCase patient : CASES) {
            List<String> names = names(patient);
            if (names.isEmpty()) {
                continue;
            }
            assertThat(names(RewrittenDrafts.ofSomethingElse(patient)))
                    .as("%s, something else", patient)
                    .doesNotContainAnyElementsOf(names);
            if (patient.context().has("draftOrders")) {
                assertThat(names(RewrittenDrafts.forAnotherReason(patient)))
                        .as("%s, another reason", patient)
                        .doesNotContainAnyElementsOf(names);
            }
        }
    }

    @Test
    void savedThingIsKnownByItsReference() {
        for (PatientCase patient : PatientCase.every(10)) {
            TriggerNames names = UnsavedNames.of(
                    patient.record(),
                    CaseQuestions.about(patient, patient.record()).session());
            patient.record()
                    .byType()
                    .forEach((type, resources) -> resources.forEach(resource -> {
                        String reference = type + "/" + resource.getIdPart();
                        assertThat(names.of(reference)).isEqualTo(reference);
                    }));
        }
    }

    /** Of drafts whose medicine or procedure is not named at all, there is nothing to compare. */
    private static List<String> names(PatientCase patient) {
        AssessmentRequest question = CaseQuestions.about(patient, patient.record());
        TriggerNames names = UnsavedNames.of(question.patient(), question.session());
        return Stream.concat(question.session().drafts().stream(), question.session().newConditions().stream())
                .map(names::of)
                .filter(name -> name.startsWith("unsaved "))
                .sorted()
                .toList();
    }
}
