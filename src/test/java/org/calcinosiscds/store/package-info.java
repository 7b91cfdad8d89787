/** The store, on both databases. */
@NullMarked
package org.calcinosiscds.store;

import org.jspecify.annotations.NullMarked;
