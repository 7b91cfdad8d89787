/** Beans of the packages that know nothing of Spring: reading, content, evaluation, assessment; and the addresses of the service. */
@NullMarked
package org.calcinosiscds.wiring;

import org.jspecify.annotations.NullMarked;
