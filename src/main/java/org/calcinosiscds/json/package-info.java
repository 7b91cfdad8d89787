/** Reads JSON from outside: the guard with its limits, and values with their location in the document. */
@NullMarked
package org.calcinosiscds.json;

import org.jspecify.annotations.NullMarked;
