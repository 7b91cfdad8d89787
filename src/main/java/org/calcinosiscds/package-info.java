/** Starts the service; thinks nothing. */
@NullMarked
package org.calcinosiscds;

import org.jspecify.annotations.NullMarked;
