package org.calcinosiscds.fhirapi.patient;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.ParameterText;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns the body and the query string of {@code $assess} into an {@link AssessRequest} or says what is wrong with them. */
@Component
class AssessRequestReader {
    private static final Set<String> NAMES = Set.of("data", "subject", "hook", "asOf", "context");

    private final JsonGuard guard;
    private final AssessParametersReader terms;

    AssessRequestReader(JsonGuard guard, AssessParametersReader terms) {
        this.guard = guard;
        this.terms = terms;
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
        AssessParametersReader.Given given = terms.given(query);
        if (!"Parameters".equals(body.textOf("resourceType"))) {
            return new AssessRequest(body, terms.read(given, null, zone));
        }
        JsonValue data = null;
        JsonValue hasData = null;
        JsonValue context = null;
        JsonValue parameters = body.property("parameter");
        for (JsonValue parameter : parameters == null
                ? List.<JsonValue>of()
                : parameters.require(Kind.ARRAY).elements()) {
            String name = parameter.require(Kind.OBJECT).textOf("name");
            if (name == null || !NAMES.contains(name)) {
                throw refused(parameter.place(), "The parameters are asOf, context, data, hook and subject.");
            }
            if (name.equals("data")) {
                hasData = once(hasData, parameter);
                data = parameter.property("resource");
            } else if (name.equals("context")) {
                context = once(context, parameter);
            } else {
                given.put(name, value(parameter), parameter.place());
            }
        }
        if (data == null) {
            throw refused("Parameters.parameter", "Parameter 'data' with a Bundle as its resource is needed.");
        }
        return new AssessRequest(guard.reopen(data), terms.read(given, context, zone));
    }

    private static JsonValue once(@Nullable JsonValue earlier, JsonValue parameter) {
        if (earlier != null) {
            throw refused(parameter.place(), "The parameter may be given once.");
        }
        return parameter;
    }

    private static String value(JsonValue parameter) {
        String text = ParameterText.of(parameter);
        if (text == null) {
            throw refused(
                    parameter.place(),
                    "The parameter must have a value that is a string, code, dateTime or Reference.");
        }
        return text;
    }

    private static RequestException refused(String place, String diagnostics) {
        return new RequestException(Status.BAD_REQUEST, List.of(new OutcomeIssue("invalid", diagnostics, place)));
    }
}
