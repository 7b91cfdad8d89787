/** What clinicians did with the cards they were given, and what follows from it: snoozes and figures for operators. */
@NullMarked
package org.calcinosiscds.feedback;

import org.jspecify.annotations.NullMarked;
