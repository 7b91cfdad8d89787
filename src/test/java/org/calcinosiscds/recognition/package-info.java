/** Recognition of names, on a small table of its own. */
@NullMarked
package org.calcinosiscds.recognition;

import org.jspecify.annotations.NullMarked;
