/** Tests of what the service says of its addresses. */
@NullMarked
package org.calcinosiscds.openapi;

import org.jspecify.annotations.NullMarked;
