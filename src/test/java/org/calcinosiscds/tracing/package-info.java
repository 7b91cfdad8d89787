/** Spans, as a collector receives them. */
@NullMarked
package org.calcinosiscds.tracing;

import org.jspecify.annotations.NullMarked;
