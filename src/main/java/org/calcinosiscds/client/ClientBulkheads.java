package org.calcinosiscds.client;

import java.util.List;
import org.calcinosiscds.limit.Bulkhead;

/** Makes bulkheads that the configured clients share. */
public final class ClientBulkheads {
    private final List<CdsClient> clients;

    ClientBulkheads(CdsClients clients) {
        this.clients = clients.all().stream().map(CdsClients.Trusted::client).toList();
    }

    /** Shared by all clients. */
    public Bulkhead ofSize(int capacity) {
        return of(capacity, clients);
    }

    /**
     * Shared by the clients that have a FHIR server at an origin.
     *
     * @param origin scheme, host and port
     */
    public Bulkhead ofServer(int capacity, String origin) {
        return of(
                capacity, clients.stream().filter(client -> client.uses(origin)).toList());
    }

    private static Bulkhead of(int capacity, List<CdsClient> clients) {
        return new Bulkhead(capacity, clients.stream().map(CdsClient::issuer).toList(), System::nanoTime);
    }

    /** Whether there is more than one client. */
    boolean areShared() {
        return clients.size() > 1;
    }
}
