package org.calcinosiscds.fhirapi.patient;

import jakarta.servlet.http.HttpServletRequest;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.outcome.RequestException;

/** Explanations cost several times an answer, so that only clients get them whose settings say so. */
final class AllowedExplanation {
    private AllowedExplanation() {}

    /** @throws RequestException with 403 when an explanation is asked for by a client that gets none */
    static AssessParameters check(AssessParameters parameters, HttpServletRequest request) {
        if (parameters.isExplained() && !((CdsClient) request.getAttribute(CdsClient.ATTRIBUTE)).explanations()) {
            throw RequestException.forbidden(
                    AssessParametersReader.EXPLAIN, "The settings of this client do not allow parameter 'explain'.");
        }
        return parameters;
    }
}
