package org.calcinosiscds.cdshooks.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.DecisionService.NotEvaluated;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.DataGap.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The card that says that nothing was judged names what is missing and why. */
class MissingDataTextTests {
    private static final NotEvaluated WORDS = new NotEvaluated(
            "Not judged",
            "Data was missing.",
            Map.of("timeout", "came too late", "permission", "no permission"),
            Map.of("Observation", "Results", "MedicationRequest", "Medicines ordered"));

    @Test
    void detailHasALineForEachCauseThatNamesWhatIsMissing() {
        List<DataGap> gaps = List.of(
                gap(Cause.TIMEOUT, "Observation"),
                gap(Cause.TIMEOUT, "MedicationRequest"),
                gap(Cause.TIMEOUT, "Observation"),
                gap(Cause.PERMISSION, "Procedure"));

        assertThat(MissingDataText.words(WORDS, gaps))
                .extracting(NotEvaluated::summary, NotEvaluated::detail)
                .containsExactly(
                        "Not judged",
                        "Data was missing.\n\n- Medicines ordered, Results: came too late\n- Procedure: no permission");
    }

    @Test
    void causeWithoutWordsIsLeftOut() {
        assertThat(MissingDataText.words(WORDS, List.of(gap(Cause.SIZE, "Observation"))))
                .isEqualTo(WORDS);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, TIMEOUT",
        "PERMISSION, PERMISSION",
        "TOO_LARGE, SIZE",
        "TOO_MANY_PAGES, SIZE",
        "FAILED, SERVER",
        "VERSION, SERVER"
    })
    void problemOfTheServerHasACause(Problem problem, Cause cause) {
        assertThat(MissingDataText.cause(problem)).isEqualTo(cause);
    }

    @Test
    void everyProblemHasACause() {
        assertThat(Arrays.stream(Problem.values()).map(MissingDataText::cause)).doesNotContainNull();
    }

    private static DataGap gap(Cause cause, String type) {
        return new DataGap(cause, type, new OutcomeIssue("required", "It is missing.", null));
    }
}
