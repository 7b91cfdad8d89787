package org.calcinosiscds.client;

import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;

/**
 * A FHIR server that data may be fetched from.
 *
 * @param base what a call named, which is the configured base URL or one under it
 * @param reach addresses its name may lead to
 */
public record FhirServer(BaseUrl base, AddressPolicy reach) {}
