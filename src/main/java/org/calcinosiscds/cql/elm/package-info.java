/** Reads and analyses ELM: references between libraries, retrieves, elements, types. */
@NullMarked
package org.calcinosiscds.cql.elm;

import org.jspecify.annotations.NullMarked;
