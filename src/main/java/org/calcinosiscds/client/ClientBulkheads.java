package org.calcinosiscds.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.limit.Bulkhead;

/** Makes bulkheads that the configured clients share. */
public final class ClientBulkheads {
    private final Map<String, List<CdsClient>> clients;

    ClientBulkheads(CdsClients clients) {
        this.clients = clients.byName().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().stream()
                                .map(CdsClients.Trusted::client)
                                .toList()));
    }

    /** Shared by all clients. */
    public Bulkhead ofSize(int capacity) {
        return of(capacity, clients.keySet());
    }

    /**
     * Shared by the clients that have a FHIR server at an origin.
     *
     * @param origin scheme, host and port
     */
    public Bulkhead ofServer(int capacity, String origin) {
        return of(
                capacity,
                clients.entrySet().stream()
                        .filter(each -> each.getValue().stream().anyMatch(client -> client.uses(origin)))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static Bulkhead of(int capacity, Collection<String> names) {
        return new Bulkhead(capacity, names, System::nanoTime);
    }

    /** Whether there is more than one client. */
    boolean areShared() {
        return clients.size() > 1;
    }
}
