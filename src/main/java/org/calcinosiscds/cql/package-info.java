/** The engine adapter: compiles the libraries once, evaluates them once per question, reads answers as cards. */
@NullMarked
package org.calcinosiscds.cql;

import org.jspecify.annotations.NullMarked;
