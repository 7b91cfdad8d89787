/** Makes the value set files, and the files of names, from the terminology tables. */
@NullMarked
package org.calcinosiscds.terminology;

import org.jspecify.annotations.NullMarked;
