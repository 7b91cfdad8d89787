/** The audit trail. */
@NullMarked
package org.calcinosiscds.audit;

import org.jspecify.annotations.NullMarked;
