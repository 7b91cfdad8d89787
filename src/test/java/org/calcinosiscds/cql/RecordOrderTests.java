package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The order in which a server sends resources changes nothing, not even a word of a card. */
@Tag("once")
class RecordOrderTests {
    @Test
    void everyCaseIsAnsweredWordForWordTheSameInAnotherOrder() {
        SoftAssertions answers = new SoftAssertions();
        int number = 0;
        for (PatientCase patient : PatientCase.all()) {
            List<JsonNode> entries =
                    patient.bundle().path("entry").valueStream().toList();
            Assessment asWritten = CaseAnswers.assessment(patient, patient.record());
            // One of the two for each case: together they move every resource past every other one.
            List<JsonNode> moved = new ArrayList<>(entries);
            if (number++ % 2 == 0) {
                Collections.reverse(moved);
            } else {
                Collections.rotate(moved, Math.max(1, entries.size() / 2));
            }
            PatientCase other = with(patient, moved);
            if (other.patientId().equals(patient.patientId())) {
                Assessment answer = CaseAnswers.assessment(other, other.record());
                answers.assertThat(answer.rules()).as("%s, rules", patient).isEqualTo(asWritten.rules());
                answers.assertThat(answer.recommendations())
                        .as("%s, cards", patient)
                        .usingRecursiveFieldByFieldElementComparator()
                        .isEqualTo(asWritten.recommendations());
            }
        }
        answers.assertAll();
    }

    private static PatientCase with(PatientCase patient, List<JsonNode> entries) {
        ObjectNode bundle = patient.bundle().deepCopy();
        ArrayNode list = bundle.putArray("entry");
        entries.forEach(list::add);
        return patient.with(bundle);
    }
}
