/** Completes what an author types, and tells what stands at a place of a text: in CQL by the translator, in JSON by FHIR R4. */
@NullMarked
package org.calcinosiscds.authoring.completion;

import org.jspecify.annotations.NullMarked;
