/** Content and drafts against the rules of FHIR R4, as HL7's own validator reads them. */
@NullMarked
package org.calcinosiscds.conformance;

import org.jspecify.annotations.NullMarked;
