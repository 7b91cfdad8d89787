package org.calcinosiscds.http;

import io.micrometer.core.instrument.MeterRegistry;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.springframework.stereotype.Component;

/**
 * Room in memory for the bodies of the calls that are being answered.
 *
 * <p>It is counted in bytes that came, and not measured: what the heap holds is only known after a collection, which may be long ago.
 */
@Component
final class BodyMemoryBudget {
    /** JSON of nothing but small objects was seen to fill up to eighty times its bytes, garbage included. */
    private static final int PART_OF_HEAP = 128;

    /** Bodies up to this size always find room, so that large ones cannot keep the usual call out; their number is limited as it is. */
    static final int SMALL_BYTES = 64 * 1024;

    private final Bulkhead room;
    private final MeterRegistry meters;

    BodyMemoryBudget(AdmissionSettings settings, MeterRegistry meters) {
        long bytes = settings.bytes().toBytes();
        this.room = new Bulkhead(bytes > 0 ? bytes : Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        this.meters = meters;
        meters.gauge("calcinosis.admitted.bytes", room, Bulkhead::taken);
    }

    /** @throws RequestException with 503 when there is none */
    void enter(Priority priority, long bytes) {
        if (!room.enter(bytes, priority.percentOfBytes())) {
            meters.counter("calcinosis.shed", "priority", priority.tag()).increment();
            throw OutcomeResponses.refusal(Status.SERVICE_UNAVAILABLE);
        }
    }

    void leave(long bytes) {
        room.leave(bytes);
    }
}
