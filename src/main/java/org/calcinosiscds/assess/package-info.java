/** Assesses patients without a transport: a Bundle, a stream of NDJSON lines, one patient; writes the product and the risks as FHIR resources. */
@NullMarked
package org.calcinosiscds.assess;

import org.jspecify.annotations.NullMarked;
