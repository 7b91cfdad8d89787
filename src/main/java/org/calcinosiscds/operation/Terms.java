package org.calcinosiscds.operation;

import java.time.Instant;
import org.calcinosiscds.decision.DecisionService;
import org.jspecify.annotations.Nullable;

/**
 * On what terms patients are assessed.
 *
 * @param service that answers
 * @param asOf the instant the rules treat as now
 * @param subject the only patient to assess, such as {@code Patient/1}; null to assess all
 * @param context what is being done that the record does not say
 */
record Terms(
        DecisionService service, Instant asOf, @Nullable String subject, GivenContext context) {}
