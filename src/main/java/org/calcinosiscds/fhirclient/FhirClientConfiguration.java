package org.calcinosiscds.fhirclient;

import io.micrometer.core.instrument.MeterRegistry;
import org.calcinosiscds.client.ClientBulkheads;
import org.calcinosiscds.client.FhirServers;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.limit.FreeHeap;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.record.BundleReader;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FetchSettings.class)
class FhirClientConfiguration {
    @Bean
    ServerCapabilities serverCapabilities(
            FetchSettings settings, OutboundClient outbound, JsonGuard guard, BundleReader bundles) {
        return new ServerCapabilities(settings, outbound, guard, bundles);
    }

    @Bean
    CapabilityRefresh capabilityRefresh(ServerCapabilities capabilities, FhirServers servers, FetchSettings settings) {
        return new CapabilityRefresh(capabilities, servers.all(), settings.capabilitiesEvery());
    }

    @Bean
    FetchMemory fetchMemory(FetchSettings settings, ClientBulkheads bulkheads, MeterRegistry meters) {
        long bytes = settings.memory().toBytes();
        Bulkhead bulkhead = bulkheads.ofMemory(bytes > 0 ? bytes : FreeHeap.bytes());
        meters.gauge("calcinosis.fetch.memory.bytes", bulkhead, Bulkhead::taken);
        return new FetchMemory(bulkhead);
    }

    @Bean
    FhirClient fhirServerReader(
            FetchSettings settings,
            OutboundClient outbound,
            JsonGuard guard,
            BundleReader bundles,
            ServerCapabilities capabilities,
            CapabilityRefresh background,
            ClientBulkheads bulkheads,
            FairSemaphore processors) {
        RefusedSearches refused = new RefusedSearches();
        return new FhirClient(
                settings,
                new PageReader(settings, outbound, guard, bundles, capabilities, refused),
                capabilities,
                background,
                refused,
                bulkheads,
                processors);
    }
}
