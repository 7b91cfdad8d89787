/** Records decisions as FHIR AuditEvents: who requested what about which patient. Outside of responses only these name a patient. */
@NullMarked
package org.calcinosiscds.audit;

import org.jspecify.annotations.NullMarked;
