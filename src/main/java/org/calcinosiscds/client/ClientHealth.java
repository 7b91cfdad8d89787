package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.client.CdsClients.Trusted;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reports for which clients keys are known, so that their tokens can be verified. */
@Configuration(proxyBeanMethods = false)
class ClientHealth {
    /** Part of readiness: a replica without the keys of any client can answer none. One client without keys does not make it unready. */
    @Bean("anyClient")
    HealthIndicator anyClient(CdsClients clients) {
        return () -> (clients.isEmpty()
                                || clients.all().stream()
                                        .anyMatch(each -> each.keys().areKnown())
                        ? Health.up()
                        : Health.down())
                .build();
    }

    /** Each client by its name. */
    @Bean("clients")
    HealthContributor eachClient(CdsClients clients, MeterRegistry meters) {
        Map<String, HealthIndicator> each = new LinkedHashMap<>();
        clients.byName().forEach((name, issuers) -> {
            List<ClientKeys> keys =
                    issuers.stream().map(Trusted::keys).distinct().toList();
            each.put(name, () -> health(state(keys)));
            if (issuers.get(0).settings().keys() == null) {
                measureAge(name, keys, meters);
            }
        });
        return CompositeHealthContributor.fromMap(each);
    }

    private static Health health(KeyState state) {
        Health.Builder health =
                (state.areKnown() ? Health.up() : Health.down()).withDetail("lastFetch", state.lastFetch());
        Duration age = state.age();
        return (age == null ? health : health.withDetail("ageSeconds", age.toSeconds())).build();
    }

    private static KeyState state(List<ClientKeys> keys) {
        return KeyState.ofAll(keys.stream().map(ClientKeys::state).toList());
    }

    private static void measureAge(String client, List<ClientKeys> keys, MeterRegistry meters) {
        TimeGauge.builder("calcinosis.keys.age", keys, TimeUnit.SECONDS, all -> {
                    Duration age = state(all).age();
                    return age == null ? Double.NaN : age.toSeconds();
                })
                .description("Time since the keys of a client were fetched")
                .tag("client", client)
                .strongReference(true)
                .register(meters);
    }
}
