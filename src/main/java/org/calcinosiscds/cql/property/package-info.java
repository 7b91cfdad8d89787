/** Reads properties of FHIR resources and of the engine's values by path. */
@NullMarked
package org.calcinosiscds.cql.property;

import org.jspecify.annotations.NullMarked;
