/** Feedback without HTTP. */
@NullMarked
package org.calcinosiscds.feedback;

import org.jspecify.annotations.NullMarked;
