/** The request of a hook call, as it was read and checked. */
@NullMarked
package org.calcinosiscds.cdshooks.request;

import org.jspecify.annotations.NullMarked;
