/** Limits what is done at the same time. */
@NullMarked
package org.calcinosiscds.limit;

import org.jspecify.annotations.NullMarked;
