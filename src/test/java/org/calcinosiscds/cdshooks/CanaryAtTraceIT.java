package org.calcinosiscds.cdshooks;

import org.springframework.test.context.TestPropertySource;

/** The same while an operator looks for a fault at TRACE. */
@TestPropertySource(properties = "logging.level.root=TRACE")
class CanaryAtTraceIT extends CanaryIT {}
