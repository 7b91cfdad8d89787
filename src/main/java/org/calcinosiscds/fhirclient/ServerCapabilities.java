package org.calcinosiscds.fhirclient;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.outbound.HttpResult;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.Resource;

/**
 * What FHIR servers say of themselves. A CapabilityStatement is read when a server has refused a search, which may mean that it does not
 * have the type, and is kept for an hour; that there was none is kept for a minute.
 */
final class ServerCapabilities {
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final long KEPT_NONE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_SERVERS = 1000;

    private final FetchSettings settings;
    private final OutboundClient outbound;
    private final JsonGuard guard;
    private final BundleReader bundles;
    private final ConcurrentMap<String, Known> byBase = new ConcurrentHashMap<>();

    /** @param types resource types that the server has; empty when it did not say */
    private record Known(Set<String> types, long since) {
        boolean isFresh() {
            return System.nanoTime() - since < (types.isEmpty() ? KEPT_NONE_NANOS : KEPT_NANOS);
        }
    }

    ServerCapabilities(FetchSettings settings, OutboundClient outbound, JsonGuard guard, BundleReader bundles) {
        this.settings = settings;
        this.outbound = outbound;
        this.guard = guard;
        this.bundles = bundles;
    }

    /** Whether the server lists the resource types that it has, and this is none of them. */
    boolean lacks(FhirServer server, String type, Map<String, String> headers, Deadline deadline) {
        String base = server.base().toString();
        Known known = byBase.get(base);
        if (known == null || !known.isFresh()) {
            known = new Known(types(server, headers, deadline), System.nanoTime());
            if (byBase.size() >= MOST_SERVERS) {
                byBase.clear();
            }
            byBase.put(base, known);
        }
        return !known.types().isEmpty() && !known.types().contains(type);
    }

    private Set<String> types(FhirServer server, Map<String, String> headers, Deadline deadline) {
        try {
            URI address = server.base().within("metadata");
            HttpResult answer = outbound.answer(
                    address, server.reach(), headers, deadline, settings.bytes().toBytes());
            return answer.status() != HttpResult.OK
                    ? Set.of()
                    : bundles.read(guard.read(answer.body(), Set.of())).resources().stream()
                            .flatMap(each -> types(each.resource()).stream())
                            .collect(Collectors.toUnmodifiableSet());
        } catch (RemoteCallException | RejectedInputException e) {
            return Set.of();
        }
    }

    private static Set<String> types(Resource resource) {
        if (!(resource instanceof CapabilityStatement statement)) {
            return Set.of();
        }
        return statement.getRest().stream()
                .filter(rest -> rest.getMode() == RestfulCapabilityMode.SERVER)
                .flatMap(rest -> rest.getResource().stream())
                .map(CapabilityStatement.CapabilityStatementRestResourceComponent::getType)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
