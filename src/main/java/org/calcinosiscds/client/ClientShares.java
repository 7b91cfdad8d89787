package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.calcinosiscds.http.AdmissionSettings;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.limit.Bulkhead;

/** The places for calls that are answered at a time, shared by the clients, and the answer to calls for which there is none. */
final class ClientShares {
    private final boolean areShared;
    private final Bulkhead calls;
    private final Bulkhead feedback;
    private final Bulkhead bundles;
    private final ClientOrigins origins;
    private final OutcomeResponses outcomes;
    private final RefusalLog refusals;
    private final MeterRegistry meters;

    ClientShares(
            ClientBulkheads bulkheads,
            AdmissionSettings settings,
            ClientOrigins origins,
            OutcomeResponses outcomes,
            RefusalLog refusals,
            MeterRegistry meters) {
        this.areShared = bulkheads.areShared();
        this.calls = bulkheads.ofSize(settings.calls());
        this.feedback = bulkheads.ofSize(settings.feedback());
        this.bundles = bulkheads.ofSize(settings.bundles());
        this.origins = origins;
        this.outcomes = outcomes;
        this.refusals = refusals;
        this.meters = meters;
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "calls"), calls, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "feedback"), feedback, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "bundles"), bundles, Bulkhead::taken);
    }

    Bulkhead places(Priority priority) {
        return switch (priority.places()) {
            case FEEDBACK -> feedback;
            case BUNDLES -> bundles;
            case CALLS -> calls;
        };
    }

    /** Answers in place of the filters, so that browsers may read it. */
    void refuse(CdsClient client, Priority priority, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        meters.counter("calcinosis.shed", "priority", priority.tag()).increment();
        if (areShared) {
            meters.counter("calcinosis.shares.exceeded", "client", client.name())
                    .increment();
        }
        refusals.refused();
        if (priority.places() != Priority.Places.BUNDLES) {
            origins.processRequest(origins.configuration(), request, response);
        }
        outcomes.writeBusy(request, response);
    }
}
