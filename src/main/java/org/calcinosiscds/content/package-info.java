/** Generates what follows from the CQL and from the tables and plans of {@code src/content} and {@code src/terminology}. */
@NullMarked
package org.calcinosiscds.content;

import org.jspecify.annotations.NullMarked;
