/** Queries FHIR servers of EHRs within one deadline. */
@NullMarked
package org.calcinosiscds.fhirclient;

import org.jspecify.annotations.NullMarked;
