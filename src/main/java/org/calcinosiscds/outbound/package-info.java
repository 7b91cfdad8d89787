/** Every call this service makes to another: GET alone, no redirects, checked addresses, one deadline, a limit on size. */
@NullMarked
package org.calcinosiscds.outbound;

import org.jspecify.annotations.NullMarked;
