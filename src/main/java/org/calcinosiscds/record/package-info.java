/** The record of a patient: taking Bundles apart, which patient a resource belongs to, what is missing. */
@NullMarked
package org.calcinosiscds.record;

import org.jspecify.annotations.NullMarked;
