/** What fuzzing needs in several packages: what must be true of every answer, and input to begin with. */
@NullMarked
package org.calcinosiscds.fuzz;

import org.jspecify.annotations.NullMarked;
