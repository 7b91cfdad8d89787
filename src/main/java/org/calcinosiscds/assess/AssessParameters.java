package org.calcinosiscds.assess;

import java.time.ZonedDateTime;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.decision.DecisionService;
import org.jspecify.annotations.Nullable;

/**
 * On what terms patients are assessed.
 *
 * @param service that answers
 * @param asOf the moment the rules treat as now, in the time zone whose days they count
 * @param subject the only patient to assess, such as {@code Patient/1}; null to assess all
 * @param context what is being done that the record does not say
 */
public record AssessParameters(
        DecisionService service,
        ZonedDateTime asOf,
        @Nullable String subject,
        HookContext context) {}
