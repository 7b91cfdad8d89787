/** Tells the authors of content what is wrong with it, before it is served. */
@NullMarked
package org.calcinosiscds.authoring;

import org.jspecify.annotations.NullMarked;
