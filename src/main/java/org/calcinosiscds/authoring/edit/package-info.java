/** Edits content as an author would: adds an order, a rule, a problem or a case in every place that it needs. */
@NullMarked
package org.calcinosiscds.authoring.edit;

import org.jspecify.annotations.NullMarked;
