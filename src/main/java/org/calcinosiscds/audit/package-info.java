/** Who asked what about whom, as FHIR AuditEvents: the one place outside the answer where a patient is named. */
@NullMarked
package org.calcinosiscds.audit;

import org.jspecify.annotations.NullMarked;
