package org.calcinosiscds.fhirclient;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.client.FhirServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the CapabilityStatements of FHIR servers beside the calls: those of configured servers at the start and at intervals, that of
 * another when data is first fetched from it. No call waits for them.
 */
final class CapabilityRefresh implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CapabilityRefresh.class);

    private final ServerCapabilities capabilities;
    private final boolean isOn;
    private final Set<String> underway = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "fhir-server-capabilities");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * @param configured servers that are in the settings
     * @param every 0 to read none in the background
     */
    CapabilityRefresh(ServerCapabilities capabilities, List<FhirServer> configured, Duration every) {
        this.capabilities = capabilities;
        this.isOn = !every.isZero();
        if (!configured.isEmpty() && isOn) {
            ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                    () -> configured.forEach(this::refresh), 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Reads that of a server from which data is fetched now, unless it was read or tried not long ago. */
    void readSoon(FhirServer server) {
        String base = server.base().toString();
        if (!isOn || capabilities.isFresh(server) || !underway.add(base)) {
            return;
        }
        try {
            thread.execute(() -> {
                // It may have been read while this waited for its turn.
                if (!capabilities.isFresh(server)) {
                    refresh(server);
                }
                underway.remove(base);
            });
        } catch (RejectedExecutionException e) {
            // The service ends, and has no need of it.
            underway.remove(base);
        }
    }

    private void refresh(FhirServer server) {
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
