/** The engine adapter: translates the CQL, evaluates it, answers {@code decision.DecisionSupport}. */
@NullMarked
package org.calcinosiscds.cql;

import org.jspecify.annotations.NullMarked;
