/** Loads {@code cql/} and {@code fhir-resources/} and resolves what they name; a defect names resource and place. */
@NullMarked
package org.calcinosiscds.knowledge;

import org.jspecify.annotations.NullMarked;
