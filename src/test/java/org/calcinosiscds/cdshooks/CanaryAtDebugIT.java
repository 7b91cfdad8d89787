package org.calcinosiscds.cdshooks;

import org.springframework.test.context.TestPropertySource;

/** The same while an operator looks for a fault at DEBUG. */
@TestPropertySource(properties = "logging.level.root=DEBUG")
class CanaryAtDebugIT extends CanaryIT {}
