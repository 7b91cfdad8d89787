package org.calcinosiscds.fhirclient;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.client.FhirServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the CapabilityStatements of the configured FHIR servers beside the calls: at the start and again and again. */
final class CapabilityRefresh implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CapabilityRefresh.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "fhir-server-capabilities");
        daemon.setDaemon(true);
        return daemon;
    });

    /** @param every 0 to read none in the background */
    CapabilityRefresh(ServerCapabilities capabilities, List<FhirServer> servers, Duration every) {
        if (!servers.isEmpty() && !every.isZero()) {
            ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                    () -> servers.forEach(server -> refresh(capabilities, server)),
                    0,
                    every.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void refresh(ServerCapabilities capabilities, FhirServer server) {
        try {
            boolean wasKnown = capabilities.known(server).isKnown();
            capabilities.refresh(server);
            if (capabilities.known(server).isKnown() && !wasKnown) {
                log.atInfo()
                        .addKeyValue("server", server.base().origin())
                        .log("Read the CapabilityStatement of a FHIR server.");
            }
        } catch (RuntimeException e) {
            // An exception would end the schedule. What is not known is found out when data is fetched.
            log.atWarn()
                    .addKeyValue("server", server.base().origin())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("A CapabilityStatement could not be read.");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
