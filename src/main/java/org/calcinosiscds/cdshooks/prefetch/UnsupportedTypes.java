package org.calcinosiscds.cdshooks.prefetch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.calcinosiscds.client.CdsClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the operator once which resource types a client gives nothing of, and counts the calls: its server does not have them, or their
 * optional keys were neither sent nor could be fetched.
 */
@Component
class UnsupportedTypes {
    private static final Logger log = LoggerFactory.getLogger(UnsupportedTypes.class);

    private final MeterRegistry metrics;
    private final ConcurrentMap<String, Set<String>> byClient = new ConcurrentHashMap<>();

    UnsupportedTypes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Types that a client has given nothing of since the start, by the name of the client. */
    Set<String> of(String client) {
        return byClient.getOrDefault(client, Set.of());
    }

    /** @param types of those that the service asks for, so that there are few of them */
    void note(CdsClient client, Set<String> types) {
        for (String type : types) {
            metrics.counter("calcinosis.fetch.not.available", "client", client.name(), "type", type)
                    .increment();
            if (byClient.computeIfAbsent(client.name(), name -> new ConcurrentSkipListSet<>())
                    .add(type)) {
                log.atWarn()
                        .addKeyValue("client", client.name())
                        .addKeyValue("type", type)
                        .log(
                                "A client gives no resources of a type, neither in prefetch nor from its FHIR server; rules see none of it.");
            }
        }
    }
}
