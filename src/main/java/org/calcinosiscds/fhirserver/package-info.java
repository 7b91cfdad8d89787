/** Reads from the FHIR server of a CDS client what a hook call did not bring. */
@NullMarked
package org.calcinosiscds.fhirserver;

import org.jspecify.annotations.NullMarked;
