/** The domain: what is asked about one patient, what is concluded, and the port that answers. */
@NullMarked
package org.calcinosiscds.decision;

import org.jspecify.annotations.NullMarked;
