package org.calcinosiscds.store;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The beans of the store; there are none with {@code calcinosis.store.url=none}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
class StoreConfiguration {

    @Configuration(proxyBeanMethods = false)
    @Conditional(IsStoreEnabled.class)
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
}
