package org.calcinosiscds.cdshooks;

import org.springframework.test.context.TestPropertySource;

/** The same at TRACE: access tokens go out to FHIR servers and records come in, and the log holds neither. */
@TestPropertySource(properties = "logging.level.root=TRACE")
class FetchAtTraceIT extends FetchIT {}
