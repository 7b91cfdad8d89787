/** The servlet of the FHIR endpoint, its CapabilityStatement and its errors. */
@NullMarked
package org.calcinosiscds.fhirapi.server;

import org.jspecify.annotations.NullMarked;
