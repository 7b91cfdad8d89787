package org.calcinosiscds.client;

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

    /** Shared by all clients; none is refused while it uses no more than its share. */
    public Bulkhead ofSize(int capacity) {
        return new Bulkhead(capacity, clients.keySet(), true, System::nanoTime);
    }

    /** Of bytes of memory, shared by all clients and never exceeded. */
    public Bulkhead ofMemory(long bytes) {
        return new Bulkhead(bytes, clients.keySet(), false, System::nanoTime);
    }

    /**
     * Shared by the clients that have a FHIR server at an origin, which is never asked for more than the capacity at a time.
     *
     * @param origin scheme, host and port
     */
    public Bulkhead ofServer(int capacity, String origin) {
        return new Bulkhead(
                capacity,
                clients.entrySet().stream()
                        .filter(each -> each.getValue().stream().anyMatch(client -> client.uses(origin)))
                        .map(Map.Entry::getKey)
                        .toList(),
                false,
                System::nanoTime);
    }

    /** Whether there is more than one client. */
    boolean areShared() {
        return clients.size() > 1;
    }
}
