/** Tests of how content is read. */
@NullMarked
package org.calcinosiscds.knowledge;

import org.jspecify.annotations.NullMarked;
