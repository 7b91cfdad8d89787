/** The cases under {@code fhir-resources/tests}: synthetic patients and what must be said about them. */
@NullMarked
package org.calcinosiscds.cases;

import org.jspecify.annotations.NullMarked;
