/** Tests of completion. */
@NullMarked
package org.calcinosiscds.authoring.completion;

import org.jspecify.annotations.NullMarked;
