/** The FHIR endpoint around its operations: content negotiation, request bodies, operation parameters, log, OpenAPI description. */
@NullMarked
package org.calcinosiscds.fhirapi;

import org.jspecify.annotations.NullMarked;
