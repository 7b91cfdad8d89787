/** Tests of short cases. */
@NullMarked
package org.calcinosiscds.authoring.shortcase;

import org.jspecify.annotations.NullMarked;
