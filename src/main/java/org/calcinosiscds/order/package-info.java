/** Draft orders: what is proposed, and how it is written as a FHIR resource. */
@NullMarked
package org.calcinosiscds.order;

import org.jspecify.annotations.NullMarked;
