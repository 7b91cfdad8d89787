package org.calcinosiscds.cql;

import static org.calcinosiscds.outcome.SettingRange.require;
import static org.calcinosiscds.outcome.SettingRange.requirePositive;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How evaluation uses the machine.
 *
 * @param threads hook calls and evaluations of FHIR operations that are computed at the same time; 0 means one more than there are
 *     processors, because some wait for the store
 * @param maxWait how long an evaluation of a FHIR operation waits until it may begin before it is refused; a hook call waits as its
 *     deadline allows
 * @param maxTime how long an evaluation may take before it is ended and its caller refused
 * @param slowAfter how long an evaluation may run before the service is not ready
 * @param stuckAfter how long an evaluation may run before the service is not alive
 */
@ConfigurationProperties("calcinosis.evaluation")
public record EvaluationSettings(
        @DefaultValue("0") int threads,
        @DefaultValue("250ms") Duration maxWait,
        @DefaultValue("2s") Duration maxTime,
        @DefaultValue("10s") Duration slowAfter,
        @DefaultValue("60s") Duration stuckAfter) {
    private static final Duration AUTHORS_WAIT = Duration.ofSeconds(10);
    private static final Duration AUTHORS_TIME = Duration.ofMinutes(1);

    public EvaluationSettings {
        require(threads >= 0, "calcinosis.evaluation.threads", "must not be negative");
        require(!maxWait.isNegative(), "calcinosis.evaluation.max-wait", "must not be negative");
        requirePositive(maxTime.toMillis(), "calcinosis.evaluation.max-time");
        requirePositive(slowAfter.toMillis(), "calcinosis.evaluation.slow-after");
        requirePositive(stuckAfter.toMillis(), "calcinosis.evaluation.stuck-after");
    }

    /** For expressions of authors: no more than half of the threads, and time to translate all of the knowledge base. */
    EvaluationSettings ofAuthors() {
        return new EvaluationSettings(
                Math.max(1, effectiveThreads() / 2), AUTHORS_WAIT, AUTHORS_TIME, slowAfter, stuckAfter);
    }

    /** Never 0. */
    public int effectiveThreads() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors() + 1;
    }
}
