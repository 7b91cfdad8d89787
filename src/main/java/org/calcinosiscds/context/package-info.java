/** The context of a hook: its fields, what is being written and not saved yet, and parameter {@code context} of FHIR operations. */
@NullMarked
package org.calcinosiscds.context;

import org.jspecify.annotations.NullMarked;
