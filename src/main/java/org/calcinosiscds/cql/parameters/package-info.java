/** Values of CQL as FHIR Parameters and back. */
@NullMarked
package org.calcinosiscds.cql.parameters;

import org.jspecify.annotations.NullMarked;
