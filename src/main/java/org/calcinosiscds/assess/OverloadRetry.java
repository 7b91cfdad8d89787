package org.calcinosiscds.assess;

import java.util.function.Supplier;
import org.calcinosiscds.decision.OverloadedException;

/** Repeats an assessment of a stream while the service is busy: a stream can wait, clinicians cannot. */
final class OverloadRetry {
    private static final int MAX_ATTEMPTS = 200;

    private OverloadRetry() {}

    /** @throws OverloadedException when the service was busy at every attempt; each attempt has waited for its place */
    static <T> T call(Supplier<T> assessment) {
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return assessment.get();
            } catch (OverloadedException e) {
                // The evaluation pool has let this thread wait already.
            }
        }
        return assessment.get();
    }
}
