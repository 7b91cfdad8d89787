package org.calcinosiscds.fhirclient;

import ca.uhn.fhir.rest.api.Constants;
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
 * What FHIR servers say of themselves. Their CapabilityStatements are read in the background; one that is not there when its server has
 * refused a search, which may mean that it does not have the type, is waited for. It is kept for an hour; that there was none, for a
 * minute.
 */
final class ServerCapabilities {
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final long KEPT_NONE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Duration IN_BACKGROUND = Duration.ofSeconds(10);
    private static final int MAX_SERVERS = 1000;

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

    /** Whether it was read not long ago, or could not be read a moment ago. */
    boolean isFresh(FhirServer server) {
        Known known = byBase.get(server.base().toString());
        return known != null && known.isFresh();
    }

    /** Reads the CapabilityStatement anew. One that cannot be read does not replace what is known. */
    void refresh(FhirServer server) {
        keep(server, read(server, Map.of("Accept", Constants.CT_FHIR_JSON_NEW), Deadline.in(IN_BACKGROUND)));
    }

    /** Whether the server lists the resource types that it has, and this is none of them. */
    boolean lacks(FhirServer server, String type, Map<String, String> headers, Deadline deadline) {
        if (!isFresh(server)) {
            keep(server, read(server, headers, deadline));
        }
        return known(server).lacks(type);
    }

    /** What was known stays for a minute when it cannot be read again. */
    private void keep(FhirServer server, ServerProfile read) {
        if (byBase.size() >= MAX_SERVERS) {
            byBase.clear();
        }
        ServerProfile known = known(server);
        boolean isOlder = !read.isKnown() && known.isKnown();
        long age = isOlder ? KEPT_NANOS - KEPT_NONE_NANOS : 0;
        byBase.put(server.base().toString(), new Known(isOlder ? known : read, System.nanoTime() - age));
    }

    private ServerProfile read(FhirServer server, Map<String, String> headers, Deadline deadline) {
        try {
            URI address = server.base().within("metadata");
            HttpResult answer = outbound.answer(
                    address,
                    server.policy(),
                    headers,
                    deadline,
                    settings.bytes().toBytes());
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
