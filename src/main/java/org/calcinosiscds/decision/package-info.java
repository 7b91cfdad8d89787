/** The domain: requests to assess a patient, assessments, and the port that makes them. */
@NullMarked
package org.calcinosiscds.decision;

import org.jspecify.annotations.NullMarked;
