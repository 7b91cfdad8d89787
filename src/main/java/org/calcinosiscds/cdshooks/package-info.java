/** The endpoints of CDS Hooks: discovery, services, feedback; the records of requests and responses; cards. */
@NullMarked
package org.calcinosiscds.cdshooks;

import org.jspecify.annotations.NullMarked;
