package org.calcinosiscds.fhirapi.patient;

import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.json.JsonValue;

/**
 * A checked request of {@code $assess}.
 *
 * @param data the Bundle, or a single resource in its place
 */
record AssessRequest(JsonValue data, AssessParameters parameters) {}
