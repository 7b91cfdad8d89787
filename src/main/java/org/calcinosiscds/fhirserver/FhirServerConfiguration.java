package org.calcinosiscds.fhirserver;

import org.calcinosiscds.fhir.BundleReader;
import org.calcinosiscds.fhir.JsonGuard;
import org.calcinosiscds.outbound.Outbound;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FetchSettings.class)
class FhirServerConfiguration {
    @Bean
    FhirServerReader fhirServerReader(
            FetchSettings settings, Outbound outbound, JsonGuard guard, BundleReader bundles) {
        return new FhirServerReader(
                settings,
                new PageReader(
                        settings, outbound, guard, bundles, new Capabilities(settings, outbound, guard, bundles)));
    }
}
