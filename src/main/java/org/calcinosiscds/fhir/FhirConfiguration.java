package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import org.calcinosiscds.json.Limits;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Limits.class)
class FhirConfiguration {
    /** The one context of the process: it is costly to make and safe to share. */
    @Bean
    FhirContext fhirContext() {
        return FhirContext.forR4Cached();
    }
}
