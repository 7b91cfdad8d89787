package org.calcinosiscds.cql;

import java.time.Duration;
import org.calcinosiscds.limit.FairSemaphore;

/** Gives evaluations of tests a minute, however busy the machine is. */
final class PatientLimiter {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final EvaluationLimiter LIMITER =
            new EvaluationPermits(new EvaluationSettings(0, MINUTE, MINUTE, MINUTE, MINUTE), new FairSemaphore(2));

    private PatientLimiter() {}
}
