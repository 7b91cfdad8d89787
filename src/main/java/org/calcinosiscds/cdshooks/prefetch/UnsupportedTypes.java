package org.calcinosiscds.cdshooks.prefetch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    UnsupportedTypes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param types of those that the service asks for, so that there are few of them */
    void note(CdsClient client, Set<String> types) {
        for (String type : types) {
            metrics.counter("calcinosis.fetch.not.available", "client", client.name(), "type", type)
                    .increment();
            if (said.add(client.name() + " " + type)) {
                log.atWarn()
                        .addKeyValue("client", client.name())
                        .addKeyValue("type", type)
                        .log(
                                "A client gives no resources of a type, neither in prefetch nor from its FHIR server; rules see none of it.");
            }
        }
    }
}
