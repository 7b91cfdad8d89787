package org.calcinosiscds.client;

import java.util.List;

/** Makes rooms that the configured clients share. */
public final class ClientRooms {
    private final List<String> issuers;

    ClientRooms(CdsClients clients) {
        this.issuers =
                clients.all().stream().map(trusted -> trusted.client().issuer()).toList();
    }

    /** A room with so many places. */
    public ClientShares ofSize(int capacity) {
        return new ClientShares(capacity, issuers, System::nanoTime);
    }

    /** Whether there is more than one client. */
    boolean areShared() {
        return issuers.size() > 1;
    }
}
