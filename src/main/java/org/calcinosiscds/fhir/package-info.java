/** Reads and writes FHIR R4: the guard in front of every parse, one patient's record, drafts, OperationOutcome. */
@NullMarked
package org.calcinosiscds.fhir;

import org.jspecify.annotations.NullMarked;
