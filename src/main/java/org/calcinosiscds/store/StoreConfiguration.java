package org.calcinosiscds.store;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The beans of the store; there are none with {@code calcinosis.store.url=none}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
class StoreConfiguration {

    @Configuration(proxyBeanMethods = false)
    @Conditional(IsEnabled.class)
    static class Enabled {
        @Bean(destroyMethod = "close")
        Store store(StoreSettings settings) {
            return new Store(settings).open();
        }

        @Bean
        SeenTokens seenTokens(Store store, StoreSettings settings) {
            return new StoredTokens(store, settings.maxWait());
        }

        /** Named for what operators miss when it is down. */
        @Bean("feedback")
        HealthIndicator feedbackHealth(Store store) {
            return new StoreHealth(store);
        }

        @Bean(initMethod = "start", destroyMethod = "close")
        Retention retention(Store store, StoreSettings settings, Clock clock) {
            return new Retention(store, settings, clock);
        }
    }

    static final class IsEnabled implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !"none".equals(context.getEnvironment().getProperty("calcinosis.store.url"));
        }
    }
}
