package org.calcinosiscds.fhirapi.patient;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.springframework.stereotype.Component;

/** Turns the body and the query string of {@code $assess} into an {@link AssessRequest} or says what is wrong with them. */
@Component
class AssessRequestReader {
    private static final Set<String> NAMES =
            Set.of("data", "subject", "hook", "asOf", "context", AssessParametersReader.EXPLAIN);

    private final JsonGuard guard;
    private final AssessParametersReader parameters;

    AssessRequestReader(JsonGuard guard, AssessParametersReader parameters) {
        this.guard = guard;
        this.parameters = parameters;
    }

    /**
     * Reads a bare Bundle, or Parameters that hold one.
     *
     * @param query parameters of the address, by name
     * @param zone time zone of the caller
     * @throws RequestException with 400 or 422 naming the parameter
     */
    AssessRequest read(JsonValue body, Map<String, String[]> query, ZoneId zone) {
        body.require(Kind.OBJECT);
        if (!"Parameters".equals(body.textOf("resourceType"))) {
            return new AssessRequest(
                    body, parameters.read(OperationInput.of(query, null, AssessParametersReader.NAMES), zone));
        }
        OperationInput input = OperationInput.of(query, body, NAMES);
        JsonValue data = input.resource("data");
        if (data == null) {
            throw new RequestException(
                    Status.BAD_REQUEST,
                    List.of(new OutcomeIssue(
                            "invalid",
                            "Parameter 'data' with a Bundle as its resource is needed.",
                            "Parameters.parameter")));
        }
        return new AssessRequest(guard.reopen(data), parameters.read(input, zone));
    }
}
