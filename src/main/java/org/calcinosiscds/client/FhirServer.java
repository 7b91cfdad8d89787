package org.calcinosiscds.client;

import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;

/**
 * A FHIR server that data may be fetched from for a client.
 *
 * @param base as configured; while no client is configured, a base URL on this machine as a call named it
 * @param reach addresses its name may lead to
 * @param client issuer of the client that it is fetched for
 */
public record FhirServer(BaseUrl base, AddressPolicy reach, String client) {}
