/** Makes the value set files from the terminology tables, and checks them. */
@NullMarked
package org.calcinosiscds.terminology;

import org.jspecify.annotations.NullMarked;
