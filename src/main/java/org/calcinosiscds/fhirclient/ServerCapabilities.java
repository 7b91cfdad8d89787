package org.calcinosiscds.fhirclient;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.outbound.HttpResult;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.CapabilityStatement;

/**
 * What FHIR servers say of themselves. The CapabilityStatement of a configured server is read in the background; that of another when it
 * has refused a search, which may mean that it does not have the type, and is then kept for an hour. That there was none is kept for a
 * minute.
 */
final class ServerCapabilities {
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final long KEPT_NONE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration IN_BACKGROUND = Duration.ofSeconds(10);
    private static final int MOST_SERVERS = 1000;

    private final FetchSettings settings;
    private final OutboundClient outbound;
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final ConcurrentMap<String, Known> byBase = new ConcurrentHashMap<>();

    private record Known(ServerProfile profile, long since) {
        boolean isFresh() {
            return System.nanoTime() - since < (profile.isKnown() ? KEPT_NANOS : KEPT_NONE_NANOS);
        }
    }

    ServerCapabilities(FetchSettings settings, OutboundClient outbound, JsonGuard guard, BundleReader bundles) {
        this.settings = settings;
        this.outbound = outbound;
        this.guard = guard;
        this.bundles = bundles;
    }

    /** What is known without asking; what was read last, while a server cannot be read. */
    ServerProfile known(FhirServer server) {
        Known known = byBase.get(server.base().toString());
        return known == null ? ServerProfile.UNKNOWN : known.profile();
    }

    /** Reads the CapabilityStatement anew. One that cannot be read does not replace what is known. */
    void refresh(FhirServer server) {
        ServerProfile read = read(server, Map.of("Accept", "application/fhir+json"), Deadline.in(IN_BACKGROUND));
        if (read.isKnown() || !known(server).isKnown()) {
            keep(server, read);
        }
    }

    /** Whether the server lists the resource types that it has, and this is none of them. */
    boolean lacks(FhirServer server, String type, Map<String, String> headers, Deadline deadline) {
        Known known = byBase.get(server.base().toString());
        if (known == null || !known.isFresh()) {
            ServerProfile read = read(server, headers, deadline);
            if (read.isKnown() || known == null || !known.profile().isKnown()) {
                keep(server, read);
            }
        }
        return known(server).lacks(type);
    }

    private void keep(FhirServer server, ServerProfile profile) {
        if (byBase.size() >= MOST_SERVERS) {
            byBase.clear();
        }
        byBase.put(server.base().toString(), new Known(profile, System.nanoTime()));
    }

    private ServerProfile read(FhirServer server, Map<String, String> headers, Deadline deadline) {
        try {
            URI address = server.base().within("metadata");
            HttpResult answer = outbound.answer(
                    address, server.reach(), headers, deadline, settings.bytes().toBytes());
            return answer.status() != HttpResult.OK
                    ? ServerProfile.UNKNOWN
                    : bundles.read(guard.read(answer.body(), Set.of())).resources().stream()
                            .map(each -> each.resource())
                            .filter(CapabilityStatement.class::isInstance)
                            .map(statement -> ServerProfile.of((CapabilityStatement) statement))
                            .findFirst()
                            .orElse(ServerProfile.UNKNOWN);
        } catch (RemoteCallException | RejectedInputException e) {
            return ServerProfile.UNKNOWN;
        }
    }
}
