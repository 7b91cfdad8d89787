package org.calcinosiscds.fhirclient;

import org.calcinosiscds.client.ClientBulkheads;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.record.BundleReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FetchSettings.class)
class FhirClientConfiguration {
    @Bean
    FhirClient fhirServerReader(
            FetchSettings settings,
            OutboundClient outbound,
            JsonGuard guard,
            BundleReader bundles,
            ClientBulkheads bulkheads) {
        return new FhirClient(
                settings,
                new PageReader(
                        settings, outbound, guard, bundles, new ServerCapabilities(settings, outbound, guard, bundles)),
                bulkheads);
    }
}
