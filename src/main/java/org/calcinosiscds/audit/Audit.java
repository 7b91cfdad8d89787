package org.calcinosiscds.audit;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records every decision as an audit event, if a destination is configured. */
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

    /** Records nothing. */
    public static Audit none(FhirContext context, MeterRegistry meters) {
        return new Audit(null, new AuditEvents(context), meters);
    }

    /** Whether a destination is configured. */
    public boolean isEnabled() {
        return trail != null;
    }

    /** Whether the last decision could not be recorded. */
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
