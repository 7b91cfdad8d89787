/** What every surface over HTTP shares: limits of requests, errors as OperationOutcomes, and the log of our own failures. */
@NullMarked
package org.calcinosiscds.http;

import org.jspecify.annotations.NullMarked;
