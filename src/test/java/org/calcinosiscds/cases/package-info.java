/** The cases under {@code fhir-resources/tests/patients}: synthetic patients and what must be said about them. */
@NullMarked
package org.calcinosiscds.cases;

import org.jspecify.annotations.NullMarked;
