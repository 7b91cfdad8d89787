/** Read and search of knowledge resources, terminology operations and data requirements. */
@NullMarked
package org.calcinosiscds.fhirapi.knowledge;

import org.jspecify.annotations.NullMarked;
