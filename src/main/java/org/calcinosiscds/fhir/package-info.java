/** Reads FHIR R4 resources strictly where rules read them, and understands references. */
@NullMarked
package org.calcinosiscds.fhir;

import org.jspecify.annotations.NullMarked;
