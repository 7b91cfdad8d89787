/** An EHR as the service meets it: with a FHIR server of its own. */
@NullMarked
package org.calcinosiscds.ehr;

import org.jspecify.annotations.NullMarked;
