/** The time that a caller gives, which everything done for that caller shares. */
@NullMarked
package org.calcinosiscds.time;

import org.jspecify.annotations.NullMarked;
