/** Loads {@code cql/} and {@code fhir-resources/} and resolves what they name; a defect names the resource and the location. */
@NullMarked
package org.calcinosiscds.knowledge;

import org.jspecify.annotations.NullMarked;
