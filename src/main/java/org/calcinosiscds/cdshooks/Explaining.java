package org.calcinosiscds.cdshooks;

import java.util.List;
import org.calcinosiscds.cdshooks.CdsResponse.Explained;
import org.calcinosiscds.cdshooks.CdsResponse.Explanations;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Explains the rules of a hook to clients that ask for it and may. No card waits for it. */
@Component
class Explaining {
    private final DecisionSupport decisionSupport;

    Explaining(DecisionSupport decisionSupport) {
        this.decisionSupport = decisionSupport;
    }

    /** @throws RequestException with 403 when a client asks that gets no explanations */
    static void check(CdsRequest request, CdsClient client) {
        if (request.isExplained() && !client.explanations()) {
            String field = "extension." + Card.Extension.VENDOR + ".explain";
            throw RequestException.forbidden(field, "The settings of this client do not allow '" + field + "'.");
        }
    }

    /** Null when it was not asked for. */
    @Nullable
    Explained of(AssessmentRequest assessmentRequest, CdsRequest request, Deadline deadline) {
        if (!request.isExplained()) {
            return null;
        }
        try {
            return new Explained(new Explanations(
                    decisionSupport.explain(assessmentRequest, deadline).stream()
                            .map(HookExplanation::of)
                            .toList(),
                    null));
        } catch (DeadlineExceededException | OverloadedException e) {
            return without("There was no time for it before the deadline of the client.");
        }
    }

    /** What is told when data is missing: a rule would be explained by what is not there. */
    static @Nullable Explained ofMissingData(CdsRequest request) {
        return request.isExplained() ? without("Data is missing; the card that says so names it.") : null;
    }

    private static Explained without(String why) {
        return new Explained(new Explanations(List.of(), why));
    }
}
