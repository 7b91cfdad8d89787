package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.time.Deadline;
import org.calcinosiscds.wiring.EvaluationHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class EvaluationPoolTests {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private EvaluationPool pool = pool(LONG, LONG);

    private static EvaluationPool pool(Duration maxWait, Duration maxTime) {
        return new EvaluationPool(
                new EvaluationSettings(1, maxWait, maxTime, Duration.ofSeconds(10), Duration.ofSeconds(60)), "cql");
    }

    @AfterEach
    void close() {
        end.countDown();
        pool.close();
    }

    @Test
    void stuckEvaluationIsGivenUpAtTheDeadlineOfItsCall() {
        assertThatThrownBy(() -> pool.run(this::stuck, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void stuckEvaluationIsGivenUpAfterTheTimeOfTheSettings() {
        pool = pool(LONG, SHORT);

        assertThatThrownBy(() -> pool.run(this::stuck, Deadline.NONE)).isInstanceOf(OverloadedException.class);
    }

    @Test
    void callWaitsForAThreadNoLongerThanItsDeadlineOrTheSettings() {
        occupy();

        assertThatThrownBy(() -> pool.run(this::counted, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(begun).hasValue(1);

        EvaluationPool impatient = pool(SHORT, LONG);
        occupy(impatient);
        assertThatThrownBy(() -> impatient.run(this::counted, Deadline.NONE)).isInstanceOf(OverloadedException.class);
        impatient.close();
    }

    @Test
    void nothingBeginsAfterTheDeadlineAndTheThreadStaysFree() {
        assertThatThrownBy(() -> pool.run(this::counted, Deadline.in(Duration.ZERO)))
                .isInstanceOf(DeadlineExceededException.class);

        assertThat(begun).hasValue(0);
        assertThat(pool.run(this::counted, Deadline.NONE)).isEqualTo(1);
    }

    @Test
    void evaluationThatRunsTooLongIsSeenInHealthUntilItEnds() throws Exception {
        EvaluationHealth health = new EvaluationHealth(pool::longestRunning, Duration.ofMillis(1));
        EvaluationHealth patient = new EvaluationHealth(pool::longestRunning, LONG);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        CompletableFuture<?> call = occupy();
        Thread.sleep(2);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(patient.health().getStatus()).isEqualTo(Status.UP);

        end.countDown();
        call.get();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(pool.run(this::counted, Deadline.NONE)).isEqualTo(2);
    }

    private CompletableFuture<?> occupy() {
        return occupy(pool);
    }

    /** Returns when the one thread of the pool is taken. */
    private CompletableFuture<?> occupy(EvaluationPool pool) {
        int before = begun.get();
        // A thread of its own: of two cores the common pool of newer JDKs has one thread, and an earlier call may hold
        // that.
        CompletableFuture<?> call = CompletableFuture.supplyAsync(
                () -> pool.run(this::stuck, Deadline.NONE), task -> new Thread(task).start());
        while (begun.get() == before) {
            Thread.onSpinWait();
        }
        return call;
    }

    private Integer stuck() throws InterruptedException {
        int number = begun.incrementAndGet();
        end.await();
        return number;
    }

    private Integer counted() {
        return begun.incrementAndGet();
    }
}
