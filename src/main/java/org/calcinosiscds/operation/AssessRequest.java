package org.calcinosiscds.operation;

import org.calcinosiscds.fhir.JsonValue;

/**
 * A checked request of {@code $assess}.
 *
 * @param data the Bundle, or a single resource in its place
 */
record AssessRequest(JsonValue data, Terms terms) {}
