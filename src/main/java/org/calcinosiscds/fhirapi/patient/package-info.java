/** Operations about patients: $assess, $apply, $evaluate, $cql. */
@NullMarked
package org.calcinosiscds.fhirapi.patient;

import org.jspecify.annotations.NullMarked;
