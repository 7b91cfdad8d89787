package org.calcinosiscds.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes every decision, if the settings say where. */
public final class Audit implements AutoCloseable {
    private final @Nullable AuditTrail trail;
    private final AuditEvents events;

    Audit(@Nullable AuditTrail trail, AuditEvents events, MeterRegistry meters) {
        this.trail = trail;
        this.events = events;
        if (trail != null) {
            meters.more().counter("calcinosis.audit.lost", List.of(), trail, AuditTrail::lost);
        }
    }

    /** False when decisions need not be handed over. */
    public boolean isEnabled() {
        return trail != null;
    }

    /** Whether decisions are to be noted and the last could not be. */
    boolean isFailing() {
        return trail != null && trail.isFailing();
    }

    /** How many decisions were lost. */
    long lost() {
        return trail == null ? 0 : trail.lost();
    }

    public void note(Decision decision) {
        if (trail != null) {
            trail.write(events.json(decision));
        }
    }

    @Override
    public void close() {
        if (trail != null) {
            trail.close();
        }
    }
}
