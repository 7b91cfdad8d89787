package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.time.Deadline;
import org.calcinosiscds.wiring.EvaluationHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class EvaluationPermitsTests {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final EvaluationPermits permits = permits(LONG, LONG);

    private static EvaluationPermits permits(Duration maxWait, Duration maxTime) {
        return permits(maxWait, maxTime, new FairSemaphore(1));
    }

    private static EvaluationPermits permits(Duration maxWait, Duration maxTime, FairSemaphore processors) {
        return new EvaluationPermits(
                new EvaluationSettings(1, maxWait, maxTime, Duration.ofSeconds(10), Duration.ofSeconds(60)),
                processors);
    }

    @AfterEach
    void endEvaluations() {
        end.countDown();
    }

    @Test
    void evaluationRunsOnTheThreadOfItsCaller() {
        assertThat(permits.<Thread>run(deadline -> Thread.currentThread(), Deadline.NONE))
                .isSameAs(Thread.currentThread());
    }

    @Test
    void evaluationIsGivenTheEarlierOfTheDeadlineOfItsCallAndTheTimeOfTheSettings() {
        Deadline ofCall = Deadline.in(SHORT);

        assertThat(permits.<Deadline>run(deadline -> deadline, ofCall)).isEqualTo(ofCall);
        assertThat(permits(LONG, SHORT)
                        .<Deadline>run(deadline -> deadline, Deadline.NONE)
                        .remaining())
                .isLessThanOrEqualTo(SHORT);
    }

    @Test
    void evaluationThatEndedItselfIsRefusedAndGivesItsPermitBack() {
        assertThatThrownBy(() -> permits.run(this::untilEnd, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);
        EvaluationPermits withLittleTime = permits(LONG, SHORT);
        assertThatThrownBy(() -> withLittleTime.run(this::untilEnd, Deadline.NONE))
                .isInstanceOf(OverloadedException.class);

        assertThat(permits.run(this::counted, Deadline.NONE)).isEqualTo(1);
        assertThat(withLittleTime.run(this::counted, Deadline.NONE)).isEqualTo(2);
        assertThat(permits.longestRunning()).isZero();
    }

    @Test
    void callWaitsForAPermitNoLongerThanItsDeadlineOrTheSettings() throws Exception {
        occupy(permits);
        assertThatThrownBy(() -> permits.run(this::counted, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);

        EvaluationPermits impatient = permits(SHORT, LONG);
        occupy(impatient);
        assertThatThrownBy(() -> impatient.run(this::counted, Deadline.NONE)).isInstanceOf(OverloadedException.class);
        assertThat(begun).hasValue(0);
    }

    @Test
    void callThatHasAPermitEvaluatesAtOnceAndKeepsIt() throws Exception {
        FairSemaphore processors = new FairSemaphore(1);
        EvaluationPermits impatient = permits(SHORT, LONG, processors);
        processors.acquire("client", Deadline.NONE);

        assertThat(impatient.run(this::counted, Deadline.NONE)).isEqualTo(1);
        assertThat(processors.isHeld()).isTrue();
        processors.release();
        assertThat(impatient.run(this::counted, Deadline.NONE)).isEqualTo(2);
        assertThat(processors.isHeld()).isFalse();
    }

    @Test
    void nothingBeginsAfterTheDeadlineAndThePermitStaysFree() {
        assertThatThrownBy(() -> permits.run(this::counted, Deadline.in(Duration.ZERO)))
                .isInstanceOf(DeadlineExceededException.class);

        assertThat(begun).hasValue(0);
        assertThat(permits.run(this::counted, Deadline.NONE)).isEqualTo(1);
    }

    @Test
    void evaluationThatRunsTooLongIsSeenInHealthUntilItEnds() throws Exception {
        EvaluationHealth health = new EvaluationHealth(permits::longestRunning, Duration.ofNanos(1));
        EvaluationHealth patient = new EvaluationHealth(permits::longestRunning, LONG);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        CompletableFuture<?> call = occupy(permits);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(patient.health().getStatus()).isEqualTo(Status.UP);

        end.countDown();
        call.get();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(permits.run(this::counted, Deadline.NONE)).isEqualTo(1);
    }

    /** Returns when the permit is taken. */
    private CompletableFuture<?> occupy(EvaluationPermits permits) throws InterruptedException {
        CountDownLatch hasBegun = new CountDownLatch(1);
        // A thread of its own: of two cores the common pool of newer JDKs has one thread, and an earlier call may hold
        // that.
        CompletableFuture<?> call = CompletableFuture.supplyAsync(
                () -> permits.run(
                        deadline -> {
                            hasBegun.countDown();
                            return await(end);
                        },
                        Deadline.NONE),
                task -> new Thread(task).start());
        assertThat(hasBegun.await(10, TimeUnit.SECONDS)).isTrue();
        return call;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an evaluation of rules that would take for ever. */
    private int untilEnd(Deadline deadline) {
        while (!deadline.isPast()) {
            Thread.onSpinWait();
        }
        throw new DeadlineExceededException();
    }

    private int counted(Deadline deadline) {
        return begun.incrementAndGet();
    }
}
