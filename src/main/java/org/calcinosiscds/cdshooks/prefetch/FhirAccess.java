package org.calcinosiscds.cdshooks.prefetch;

import java.util.Objects;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.cdshooks.request.FhirAuthorization;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.fhirclient.AccessToken;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call lets us fetch what it did not bring.
 *
 * @param server null when nothing is fetched
 * @param isUnlisted whether the server that was named is none of this client's, so that nothing is ever sent there
 * @param whyNot why nothing is fetched from the server that was named, as the beginning of a sentence; null when none was
 */
public record FhirAccess(
        @Nullable FhirServer server,
        @Nullable AccessToken token,
        boolean isUnlisted,
        @Nullable String whyNot) {

    /** @throws RequestException with 400 when data has to be fetched from a server that is not one of this client's */
    void requireListed() {
        if (isUnlisted) {
            throw RequestException.badRequest(
                    "fhirServer", "Field 'fhirServer' must be a FHIR server that is configured for this client.");
        }
    }

    public static FhirAccess of(CdsRequest request, CdsClient client) {
        if (request.fhirServer() == null) {
            return new FhirAccess(null, null, false, null);
        }
        FhirServer server =
                client.fhirServer(BaseUrl.parse(request.fhirServer())).orElse(null);
        if (server == null && !client.isOpen()) {
            return new FhirAccess(null, null, true, null);
        }
        FhirAuthorization authorization = request.authorization();
        if (server == null || authorization.problem() != null) {
            return new FhirAccess(
                    null,
                    null,
                    false,
                    Objects.requireNonNullElse(
                            authorization.problem(),
                            "no client is configured and 'fhirServer' is not on this machine"));
        }
        return new FhirAccess(server, authorization.token(), false, null);
    }
}
