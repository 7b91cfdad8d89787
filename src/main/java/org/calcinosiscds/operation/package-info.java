/** FHIR operations for integrators, who post FHIR and want FHIR back, over HTTP and on the command line. */
@NullMarked
package org.calcinosiscds.operation;

import org.jspecify.annotations.NullMarked;
