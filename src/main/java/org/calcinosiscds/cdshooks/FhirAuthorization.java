package org.calcinosiscds.cdshooks;

import java.math.BigDecimal;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.JsonValue.Kind;
import org.calcinosiscds.fhirserver.AccessToken;
import org.calcinosiscds.http.RefusedRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What a call says of access to its FHIR server.
 *
 * @param token null when there is none, and when it is not to be used
 * @param flaw why a token that came is not used, as the beginning of a sentence; null when it is used or none came
 */
record FhirAuthorization(
        @Nullable AccessToken token, @Nullable String flaw) {
    static final FhirAuthorization NONE = new FhirAuthorization(null, null);

    /** @throws RefusedRequestException with 400 when the token is for another patient */
    static FhirAuthorization read(@Nullable JsonValue authorization, String patientId) {
        if (authorization == null) {
            return NONE;
        }
        JsonValue patient = authorization.require(Kind.OBJECT).property("patient");
        if (patient != null && !patientId.equals(patient.require(Kind.STRING).text())) {
            throw RefusedRequestException.badRequest(
                    "fhirAuthorization.patient", "Field 'fhirAuthorization.patient' must equal 'context.patientId'.");
        }
        if (!"Bearer".equalsIgnoreCase(authorization.textOf("token_type"))) {
            return flawed("token_type", "is not Bearer");
        }
        JsonValue expires = authorization.property("expires_in");
        BigDecimal seconds = expires == null ? null : expires.number();
        if (expires != null && (seconds == null || seconds.signum() <= 0)) {
            return flawed("expires_in", "is not a number above zero");
        }
        String token = authorization.textOf("access_token");
        return token == null
                ? flawed("access_token", "is no bearer token")
                : AccessToken.of(token)
                        .map(usable -> new FhirAuthorization(usable, null))
                        .orElseGet(() -> flawed("access_token", "is no bearer token"));
    }

    private static FhirAuthorization flawed(String field, String flaw) {
        return new FhirAuthorization(null, "'fhirAuthorization.%s' %s".formatted(field, flaw));
    }
}
