package org.calcinosiscds.cdshooks;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@TestConfiguration(proxyBeanMethods = false)
class FakeDecisionSupportConfiguration {
    @Bean
    @Primary
    FakeDecisionSupport fakeDecisionSupport() {
        return new FakeDecisionSupport();
    }

    @Bean
    @Primary
    Clock fixedClock() {
        return Clock.fixed(Instant.parse("2026-11-21T09:00:00.123Z"), ZoneOffset.UTC);
    }
}
