package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationPoolTests {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch end = new CountDownLatch(1);
    private EvaluationPool pool = pool(LONG);

    private static EvaluationPool pool(Duration maxTime) {
        return new EvaluationPool(
                new EvaluationSettings(1, LONG, maxTime, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() {
        end.countDown();
        pool.close();
    }

    @Test
    void stuckEvaluationIsGivenUpAtTheDeadlineOfItsCallAndKeepsItsThread() {
        assertThatThrownBy(() -> pool.run(this::stuck, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> pool.run(deadline -> 1, Deadline.in(SHORT)))
                .isInstanceOf(DeadlineExceededException.class);

        end.countDown();
        assertThat(pool.<Integer>run(deadline -> 1, Deadline.NONE)).isEqualTo(1);
    }

    @Test
    void stuckEvaluationIsGivenUpAfterTheTimeOfTheSettings() {
        pool = pool(SHORT);

        assertThatThrownBy(() -> pool.run(this::stuck, Deadline.NONE)).isInstanceOf(OverloadedException.class);
    }

    private boolean stuck(Deadline deadline) {
        try {
            return end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
