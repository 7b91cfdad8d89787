/** Errors: issues with their location, the exceptions that carry them, and OperationOutcome. */
@NullMarked
package org.calcinosiscds.outcome;

import org.jspecify.annotations.NullMarked;
