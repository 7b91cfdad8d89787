package org.calcinosiscds.cdshooks.prefetch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.calcinosiscds.client.FhirServers;
import org.calcinosiscds.fhirclient.FhirClient;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the EHR of each client does not have. It is always up: an EHR without some data is no failure of this service. */
@Configuration(proxyBeanMethods = false)
class EhrHealth {
    @Bean("ehrs")
    HealthContributor ehrs(FhirServers servers, FhirClient client, UnsupportedTypes notAvailable) {
        Map<String, HealthIndicator> each = new LinkedHashMap<>();
        servers.byClient()
                .forEach((name, ofClient) -> each.put(
                        name,
                        () -> Health.up()
                                .withDetail("notAvailable", notAvailable.of(name))
                                .withDetail(
                                        "capabilityStatementsRead",
                                        ofClient.stream()
                                                .filter(client::isKnown)
                                                .count())
                                .withDetail("fhirServers", ofClient.size())
                                .build()));
        return CompositeHealthContributor.fromMap(each);
    }
}
