/** The commands of the jar. */
@NullMarked
package org.calcinosiscds.commandline;

import org.jspecify.annotations.NullMarked;
