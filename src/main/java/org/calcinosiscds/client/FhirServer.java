package org.calcinosiscds.client;

import java.util.Set;
import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;

/**
 * A FHIR server that data may be fetched from for a client.
 *
 * @param base as configured; while no client is configured, a base URL on this machine as a call named it
 * @param policy addresses its name may lead to
 * @param client name of the client that it is fetched for, as in {@link CdsClient#share()}
 * @param pageSize results requested in one page; 0 for what the query says
 * @param unsupportedParameters search parameters that it does not support, such as {@code _include} or {@code Observation.code}
 */
public record FhirServer(
        BaseUrl base, AddressPolicy policy, String client, int pageSize, Set<String> unsupportedParameters) {
    /** A server of which nothing is configured but its address. */
    public FhirServer(BaseUrl base, AddressPolicy policy, String client) {
        this(base, policy, client, 0, Set.of());
    }

    /** Whether it is configured not to support a search parameter, of this resource type or of all. */
    public boolean lacksParameter(String type, String parameter) {
        return unsupportedParameters.contains(parameter) || unsupportedParameters.contains(type + "." + parameter);
    }
}
