package org.calcinosiscds.client;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Places that the clients share. Each has a right to capacity divided by the number of clients; free places are lent to whoever asks. Of
 * the share of a client that has not called for ten seconds one place stays free: its first call is answered at once, and what was lent
 * comes back as the calls of the others end. Nobody waits.
 */
public final class ClientShares {
    private static final long ACTIVE_NANOS = Duration.ofSeconds(10).toNanos();

    private final int capacity;
    private final Map<String, Use> uses = new HashMap<>();
    private final LongSupplier nanoTime;

    /**
     * @param issuers of the clients; empty while no client is configured
     * @param nanoTime {@link System#nanoTime()}
     */
    ClientShares(int capacity, Collection<String> issuers, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        issuers.forEach(issuer -> uses.put(issuer, new Use()));
    }

    /** True when there is a place for this client, which must {@link #leave} it. */
    public boolean enter(CdsClient client) {
        return enter(client.issuer(), 100);
    }

    /** @param percent of the capacity that may be taken afterwards */
    synchronized boolean enter(String issuer, int percent) {
        Use mine = uses.computeIfAbsent(issuer, key -> new Use());
        long now = nanoTime.getAsLong();
        mine.lastCall = now;
        mine.hasCalled = true;
        int most = Math.max(1, capacity * percent / 100);
        int share = Math.max(1, most / uses.size());
        int taken = 0;
        int kept = 0;
        for (Use each : uses.values()) {
            taken += each.taken;
            if (each != mine) {
                int free = Math.max(0, share - each.taken);
                kept += each.isActive(now) ? free : Math.min(1, free);
            }
        }
        if (taken >= most || (mine.taken >= share && taken + kept >= most)) {
            return false;
        }
        mine.taken++;
        return true;
    }

    /** Gives back a place. */
    public void leave(CdsClient client) {
        leave(client.issuer());
    }

    synchronized void leave(String issuer) {
        uses.computeIfAbsent(issuer, key -> new Use()).taken--;
    }

    private static final class Use {
        private int taken;
        private long lastCall;
        private boolean hasCalled;

        private boolean isActive(long now) {
            return hasCalled && now - lastCall < ACTIVE_NANOS;
        }
    }
}
