/** The record of the patient of a hook call: results of prefetch templates, what is fetched in addition, and what is missing. */
@NullMarked
package org.calcinosiscds.cdshooks.prefetch;

import org.jspecify.annotations.NullMarked;
