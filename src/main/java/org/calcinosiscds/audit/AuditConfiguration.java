package org.calcinosiscds.audit;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.calcinosiscds.outbound.OutboundClient;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    @Bean(destroyMethod = "close")
    Audit audit(AuditSettings settings, FhirContext context, OutboundClient outbound, MeterRegistry meters) {
        return new Audit(trail(settings, outbound), new AuditEvents(context), meters);
    }

    /** Of the management port alone: a decision is answered although it could not be noted. */
    @Bean
    HealthIndicator auditHealthIndicator(Audit audit) {
        return () -> Health.status(audit.isFailing() ? Status.DOWN : Status.UP)
                .withDetail("enabled", audit.isEnabled())
                .withDetail("lost", audit.lost())
                .build();
    }

    private static @Nullable AuditTrail trail(AuditSettings settings, OutboundClient outbound) {
        if (!settings.file().isEmpty()) {
            return new AuditFile(settings);
        }
        return settings.fhirServer().isEmpty() ? null : new AuditServer(settings, outbound);
    }
}
