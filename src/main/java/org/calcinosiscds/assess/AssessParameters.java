package org.calcinosiscds.assess;

import java.time.ZonedDateTime;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.decision.DecisionService;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an assessment.
 *
 * @param service whose rules are evaluated
 * @param asOf the moment the rules treat as now, in the time zone whose days they count
 * @param subject the only patient to assess, such as {@code Patient/1}; null to assess all
 * @param context what the user is doing, as far as the record does not hold it
 * @param isExplained whether the answer says why each rule is what it is
 */
public record AssessParameters(
        DecisionService service,
        ZonedDateTime asOf,
        @Nullable String subject,
        HookContext context,
        boolean isExplained) {}
