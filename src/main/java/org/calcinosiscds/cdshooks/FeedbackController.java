package org.calcinosiscds.cdshooks;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.feedback.FeedbackItem;
import org.calcinosiscds.feedback.FeedbackSettings;
import org.calcinosiscds.feedback.FeedbackStore;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.store.StoreUnavailableException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Receives feedback. The response has status 200 only after the feedback is stored. */
@RestController
class FeedbackController {
    private final FeedbackReader reader;
    private final FeedbackStore store;
    private final DecisionSupport decisionSupport;
    private final FeedbackSettings settings;
    private final HookMetrics metrics;

    FeedbackController(
            FeedbackReader reader,
            FeedbackStore store,
            DecisionSupport decisionSupport,
            FeedbackSettings settings,
            HookMetrics metrics) {
        this.reader = reader;
        this.store = store;
        this.decisionSupport = decisionSupport;
        this.settings = settings;
        this.metrics = metrics;
    }

    @PostMapping(path = "/cds-services/{id}/feedback", consumes = MediaType.APPLICATION_JSON_VALUE)
    void feedback(
            @PathVariable String id,
            @RequestBody byte[] body,
            @RequestAttribute(HookLogEntry.ATTRIBUTE) HookLogEntry call,
            @RequestAttribute(CdsClient.ATTRIBUTE) CdsClient client) {
        call.service(DecisionServices.find(decisionSupport, id));
        if (!store.isEnabled()) {
            throw refused(Status.NOT_FOUND, "not-supported", "This service keeps no feedback.");
        }
        if (body.length > settings.body().toBytes()) {
            throw OutcomeResponses.refusal(Status.CONTENT_TOO_LARGE);
        }
        String issuer = client.issuer();
        List<FeedbackItem> items = reader.read(body, issuer, id);
        try {
            Map<FeedbackItem, List<String>> newItems = store.keep(issuer, id, items);
            call.stored(items.size(), newItems.size());
            newItems.forEach(metrics::feedback);
        } catch (StoreUnavailableException e) {
            throw refused(
                    Status.SERVICE_UNAVAILABLE, "transient", "Feedback cannot be kept at the moment; send it again.");
        }
    }

    private static RequestException refused(Status status, String code, String diagnostics) {
        return new RequestException(status, List.of(new OutcomeIssue(code, diagnostics, null)));
    }
}
