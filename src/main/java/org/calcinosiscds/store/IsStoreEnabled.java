package org.calcinosiscds.store;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** True unless the settings ask for no store. */
public final class IsStoreEnabled implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !"none".equals(context.getEnvironment().getProperty("calcinosis.store.url"));
    }
}
