package org.calcinosiscds.cdshooks;

import java.util.List;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;

/** Finds the service that an address names. */
final class DecisionServices {
    private DecisionServices() {}

    /** @throws RequestException with 404 when there is none of this id */
    static DecisionService find(DecisionSupport decisionSupport, String id) {
        return decisionSupport
                .service(id)
                .orElseThrow(() -> new RequestException(
                        Status.NOT_FOUND,
                        List.of(new OutcomeIssue(
                                "not-found",
                                "No CDS service has this id; GET /cds-services lists those there are.",
                                null))));
    }
}
