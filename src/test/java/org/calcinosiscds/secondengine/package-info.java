/** The content on another engine than the service's own, and whether both say the same. */
@NullMarked
package org.calcinosiscds.secondengine;

import org.jspecify.annotations.NullMarked;
