/** Compiles ELM to functions of Java and evaluates it. */
@NullMarked
package org.calcinosiscds.cql.interpreter;

import org.jspecify.annotations.NullMarked;
