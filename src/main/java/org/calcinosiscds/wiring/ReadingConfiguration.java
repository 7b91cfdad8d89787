package org.calcinosiscds.wiring;

import ca.uhn.fhir.context.FhirContext;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.order.DraftOrders;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.OperationOutcomes;
import org.calcinosiscds.record.BundleReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Reads FHIR from outside and writes it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
@Import({
    JsonGuard.class,
    FhirReader.class,
    BundleReader.class,
    DraftOrders.class,
    OperationOutcomes.class,
    FaultLog.class
})
class ReadingConfiguration {
    /** The one context of the process: it is costly to make and safe to share. */
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4Cached();
    }

    @Bean
    Limits limits(LimitSettings settings) {
        return settings.limits();
    }
}
