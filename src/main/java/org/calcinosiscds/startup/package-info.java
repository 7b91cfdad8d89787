/** Refuses to start, in few words, when settings, or the files and addresses that they name, are wrong. */
@NullMarked
package org.calcinosiscds.startup;

import org.jspecify.annotations.NullMarked;
