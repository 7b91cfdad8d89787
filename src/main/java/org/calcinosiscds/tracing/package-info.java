/** Spans for OpenTelemetry, when the settings say where they go: what the log says of a call, and nothing of the patient. */
@NullMarked
package org.calcinosiscds.tracing;

import org.jspecify.annotations.NullMarked;
