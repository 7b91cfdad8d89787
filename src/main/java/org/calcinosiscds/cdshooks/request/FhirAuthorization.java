package org.calcinosiscds.cdshooks.request;

import java.math.BigDecimal;
import org.calcinosiscds.fhirclient.AccessToken;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * How a hook request lets the service access its FHIR server.
 *
 * @param token null when there is none, and when it is not to be used
 * @param problem why a token that came is not used, as the beginning of a sentence; null when it is used or none came
 */
public record FhirAuthorization(
        @Nullable AccessToken token, @Nullable String problem) {
    public static final FhirAuthorization NONE = new FhirAuthorization(null, null);

    /** @throws RequestException with 400 when the token is for another patient */
    public static FhirAuthorization read(@Nullable JsonValue authorization, String patientId) {
        if (authorization == null) {
            return NONE;
        }
        JsonValue patient = authorization.require(Kind.OBJECT).property("patient");
        if (patient != null && !patientId.equals(patient.require(Kind.STRING).text())) {
            throw RequestException.badRequest(
                    "fhirAuthorization.patient", "Field 'fhirAuthorization.patient' must equal 'context.patientId'.");
        }
        if (!"Bearer".equalsIgnoreCase(authorization.textOf("token_type"))) {
            return rejected("token_type", "is not Bearer");
        }
        JsonValue expires = authorization.property("expires_in");
        BigDecimal seconds = expires == null ? null : expires.number();
        if (expires != null && (seconds == null || seconds.signum() <= 0)) {
            return rejected("expires_in", "is not a number above zero");
        }
        String token = authorization.textOf("access_token");
        return token == null
                ? rejected("access_token", "is no bearer token")
                : AccessToken.of(token)
                        .map(usable -> new FhirAuthorization(usable, null))
                        .orElseGet(() -> rejected("access_token", "is no bearer token"));
    }

    private static FhirAuthorization rejected(String field, String problem) {
        return new FhirAuthorization(null, "'fhirAuthorization.%s' %s".formatted(field, problem));
    }
}
