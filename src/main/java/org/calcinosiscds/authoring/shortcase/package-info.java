/** Reads short cases, which are written in YAML. */
@NullMarked
package org.calcinosiscds.authoring.shortcase;

import org.jspecify.annotations.NullMarked;
