/** What the service says of its addresses in OpenAPI, for programs, and with Swagger UI for people. */
@NullMarked
package org.calcinosiscds.openapi;

import org.jspecify.annotations.NullMarked;
