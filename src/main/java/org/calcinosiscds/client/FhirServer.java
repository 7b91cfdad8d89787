package org.calcinosiscds.client;

import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;

/**
 * A FHIR server that data may be fetched from.
 *
 * @param base as configured; while no client is configured, a base URL on this machine as a call named it
 * @param reach addresses its name may lead to
 */
public record FhirServer(BaseUrl base, AddressPolicy reach) {}
