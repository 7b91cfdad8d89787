package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.VersionedIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An evaluation on the thread of a request ends in time and needs little stack. */
class EvaluationEndTests {
    private static final VersionedIdentifier SMALL =
            new VersionedIdentifier().withId("Small").withVersion("1.0.0");

    /** Half of what a thread has by default. */
    private static final long STACK_BYTES = 512L * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exists (from Numbers A, Numbers B, Numbers C, Numbers D where A + B + C + D < 0)",
                "exists (Numbers A without (Numbers B without Numbers C such that C > 0) D such that D > 0)",
                "(Numbers A aggregate Total starting 0:"
                        + " Total + Count(from Numbers B, Numbers C, Numbers D where B < 0 return A)) < 0"
            })
    void evaluationThatWouldTakeHoursEndsAtItsDeadline(String expression, @TempDir Path folder) {
        CompiledKnowledge compiled = new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "  exists [Condition: \"Dialysis\"]", "  " + inLine(expression))
                .compile();
        PatientCase patient = PatientCase.all().get(0);
        Evaluation evaluation = new Evaluation(
                compiled, patient.record(), patient.asOf(), Map.of(), null, Deadline.in(Duration.ofMillis(300)));

        CompletableFuture<?> answer = CompletableFuture.supplyAsync(
                () -> evaluation.evaluate(SMALL, List.of("Rules True")), task -> new Thread(task).start());
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(DeadlineExceededException.class);
    }

    /** The library has no define for it. */
    private static String inLine(String expression) {
        return expression.replace("Numbers", "(expand Interval[1, 3000] per 1)");
    }

    @Test
    void everyCaseIsAnsweredWithHalfOfTheUsualStack() throws Exception {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        List<PatientCase> cases = PatientCase.every(10);
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        cases.forEach(each -> CaseAnswers.assessment(each, each.record()));
                        answered.complete(cases.size());
                    } catch (RuntimeException | StackOverflowError e) {
                        answered.completeExceptionally(e);
                    }
                },
                "little-stack",
                STACK_BYTES);
        thread.start();

        assertThat(answered.get(2, TimeUnit.MINUTES)).isEqualTo(cases.size());
    }
}
