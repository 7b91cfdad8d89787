/** Evaluates ELM. */
@NullMarked
package org.calcinosiscds.cql.interpreter;

import org.jspecify.annotations.NullMarked;
