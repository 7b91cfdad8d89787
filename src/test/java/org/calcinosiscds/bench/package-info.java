/** Measures the service: {@code mvn -Pbench verify}. */
@NullMarked
package org.calcinosiscds.bench;

import org.jspecify.annotations.NullMarked;
