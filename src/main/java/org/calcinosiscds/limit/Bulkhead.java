package org.calcinosiscds.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.calcinosiscds.time.Deadline;

/**
 * Limits how much is in use at the same time: calls, bytes, queries or threads. Callers either enter at once or are refused, or wait in
 * the order in which they came, until a deadline.
 *
 * <p>Clients share the capacity. Each has a right to the capacity divided by the number of clients; free capacity is lent to any
 * client. The share of a client that has called within ten seconds is not lent, and of the share of each other client one unit stays
 * free: its first call enters at once, and what was lent comes back as the calls of the others end. Where the capacity is that of this
 * service, a client may use its share even before that, so that for a time more than the capacity is in use, at most twice as much.
 */
public final class Bulkhead {
    private static final long ACTIVE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final String NO_CLIENT = "";
    private static final int WHOLE = 100;

    private final long capacity;
    private final boolean isExceededForShares;
    private final LongSupplier nanoTime;
    private final Map<String, Use> uses = new HashMap<>();
    private final Queue<Waiter> waiting = new ArrayDeque<>();
    private long taken;

    /** Clients share it that have used it. */
    public Bulkhead(long capacity) {
        this(capacity, List.of(), false, System::nanoTime);
    }

    /**
     * @param clients that share it from the start, by their name; others do once they have used it
     * @param isExceededForShares whether a client uses its share also while that is lent
     * @param nanoTime {@link System#nanoTime()}
     */
    public Bulkhead(long capacity, Collection<String> clients, boolean isExceededForShares, LongSupplier nanoTime) {
        this.capacity = capacity;
        this.isExceededForShares = isExceededForShares;
        this.nanoTime = nanoTime;
        clients.forEach(this::use);
    }

    /**
     * Enters at once or not at all. What is larger than the whole capacity is admitted while nothing else is in use, because it would
     * else never be.
     *
     * @param client name of the client
     * @param percent of the capacity that may be in use afterwards
     * @return true when it was admitted and must {@link #leave} later
     */
    public synchronized boolean enter(String client, long amount, int percent) {
        Use use = use(client);
        use.lastCall = nanoTime.getAsLong();
        use.hasCalled = true;
        if (!fits(use, amount, percent)) {
            return false;
        }
        take(use, amount);
        return true;
    }

    /** One unit that no client owns, at once or not at all. */
    public boolean enter() {
        return enter(NO_CLIENT, 1, WHOLE);
    }

    /** One unit for a client, at once or not at all. */
    public boolean enter(String client) {
        return enter(client, 1, WHOLE);
    }

    /** One unit for a client, as soon as there is one before the deadline. */
    public synchronized boolean enter(String client, Deadline deadline) throws InterruptedException {
        if (enter(client)) {
            return true;
        }
        Waiter waiter = new Waiter(use(client));
        waiting.add(waiter);
        try {
            for (Duration left = deadline.remaining(); !waiter.isIn && !left.isZero(); left = deadline.remaining()) {
                TimeUnit.NANOSECONDS.timedWait(this, left.toNanos());
            }
            return waiter.isIn;
        } catch (InterruptedException e) {
            if (waiter.isIn) {
                leave(client);
            }
            throw e;
        } finally {
            waiting.remove(waiter);
        }
    }

    /** One unit that no client owns, as soon as there is one before the deadline. */
    public boolean enter(Deadline deadline) throws InterruptedException {
        return enter(NO_CLIENT, deadline);
    }

    /** Gives back what {@link #enter(String, long, int)} has taken. */
    public synchronized void leave(String client, long amount) {
        take(use(client), -amount);
        boolean isAnyoneIn = false;
        for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            if (fits(waiter.use, 1, WHOLE)) {
                take(waiter.use, 1);
                waiter.isIn = true;
                isAnyoneIn = true;
                each.remove();
            }
        }
        if (isAnyoneIn) {
            notifyAll();
        }
    }

    /** Gives back one unit of a client. */
    public void leave(String client) {
        leave(client, 1);
    }

    /** Gives back one unit that no client owns. */
    public void leave() {
        leave(NO_CLIENT, 1);
    }

    /** How much is in use. */
    public synchronized long taken() {
        return taken;
    }

    private boolean fits(Use use, long amount, int percent) {
        long limit = Math.max(1, capacity * percent / WHOLE);
        if (taken == 0) {
            return true;
        }
        if (isExceededForShares && use.taken + amount <= limit / uses.size()) {
            return true;
        }
        if (taken + amount > limit) {
            return false;
        }
        long share = Math.max(1, limit / uses.size());
        return use.taken == 0 || use.taken + amount <= share || taken + reserved(use, share) + amount <= limit;
    }

    /** What stays free for the other clients. */
    private long reserved(Use use, long share) {
        long now = nanoTime.getAsLong();
        long reserved = 0;
        for (Use each : uses.values()) {
            if (each != use) {
                long free = Math.max(0, share - each.taken);
                reserved += each.isActive(now) ? free : Math.min(1, free);
            }
        }
        return reserved;
    }

    private void take(Use use, long amount) {
        use.taken += amount;
        taken += amount;
    }

    private Use use(String client) {
        return uses.computeIfAbsent(client, key -> new Use());
    }

    private static final class Use {
        private long taken;
        private long lastCall;
        private boolean hasCalled;

        private boolean isActive(long now) {
            return hasCalled && now - lastCall < ACTIVE_NANOS;
        }
    }

    private static final class Waiter {
        private final Use use;
        private boolean isIn;

        Waiter(Use use) {
            this.use = use;
        }
    }
}
