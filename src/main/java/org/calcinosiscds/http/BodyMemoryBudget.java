package org.calcinosiscds.http;

import io.micrometer.core.instrument.MeterRegistry;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.limit.FreeHeap;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.springframework.stereotype.Component;

/**
 * Limits the memory for the bodies of the requests that are being answered. Clients share it.
 *
 * <p>It counts bytes that were received and measures nothing: what the heap holds is only known after a collection, which may be long
 * ago.
 */
@Component
final class BodyMemoryBudget {
    /** JSON of nothing but small objects was seen to fill up to eighty times its bytes, garbage included. */
    private static final int MEMORY_OF_A_BYTE = 80;

    /** Bodies up to this size are not counted, so that large ones cannot keep the usual call out; their number is limited as it is. */
    static final int SMALL_BYTES = 64 * 1024;

    private final Bulkhead bulkhead;
    private final MeterRegistry meters;

    BodyMemoryBudget(AdmissionSettings settings, MeterRegistry meters) {
        long bytes = settings.bytes().toBytes();
        this.bulkhead = new Bulkhead(bytes > 0 ? bytes : FreeHeap.bytes() / MEMORY_OF_A_BYTE);
        this.meters = meters;
        meters.gauge("calcinosis.admitted.bytes", bulkhead, Bulkhead::taken);
    }

    /**
     * @param client issuer of the client
     * @throws RequestException with 503 when there is too little left
     */
    void enter(String client, Priority priority, long bytes) {
        if (!bulkhead.enter(client, bytes, priority.percentOfBytes())) {
            meters.counter("calcinosis.shed", "priority", priority.tag()).increment();
            throw OutcomeResponses.refusal(Status.SERVICE_UNAVAILABLE);
        }
    }

    void leave(String client, long bytes) {
        bulkhead.leave(client, bytes);
    }
}
