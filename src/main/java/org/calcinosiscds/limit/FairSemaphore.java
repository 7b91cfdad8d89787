package org.calcinosiscds.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Permits for work that needs a processor. A client that has none gets one at once, even if all are taken: its first call waits for no
 * other client, and no pause of the process while it waits uses up its time. Further calls wait for a permit, which they get client by
 * client in rotation, and those of one client in the order in which they came. In contrast to {@link Bulkhead} no permit stays free for
 * a client that does not call, because the work is short and the processors are shared anyway: at most one for each client is more than
 * there are.
 */
public final class FairSemaphore {
    private final int permits;
    private final ReentrantLock lock = new ReentrantLock();

    /** Whose permit the thread has; null when it has none. */
    private final ThreadLocal<@Nullable String> holder = new ThreadLocal<>();

    /** Waiting calls by client; the client that got a permit last is at the end. */
    private final Map<String, Queue<Waiter>> waiting = new LinkedHashMap<>();

    /** Permits of each client that has any. */
    private final Map<String, Integer> takenBy = new HashMap<>();

    private int taken;

    public FairSemaphore(int permits) {
        this.permits = permits;
    }

    /**
     * Takes a permit for the calling thread, which must {@link #release} it.
     *
     * @param client name of the client
     * @return false when the deadline came first
     */
    public boolean acquire(String client, Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (isFreeFor(client)) {
                take(client);
                holder.set(client);
                return true;
            }
            Waiter waiter = new Waiter(lock.newCondition());
            waiting.computeIfAbsent(client, key -> new ArrayDeque<>()).add(waiter);
            return await(client, waiter, deadline);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread has a permit. */
    public boolean isHeld() {
        return holder.get() != null;
    }

    private boolean await(String client, Waiter waiter, Deadline deadline) throws InterruptedException {
        try {
            for (Duration left = deadline.remaining();
                    !waiter.hasPermit && !left.isZero();
                    left = deadline.remaining()) {
                waiter.granted.awaitNanos(left.toNanos());
            }
        } catch (InterruptedException e) {
            if (waiter.hasPermit) {
                giveBack(client);
            }
            throw e;
        } finally {
            Queue<Waiter> ofClient = waiting.get(client);
            if (ofClient != null && ofClient.remove(waiter) && ofClient.isEmpty()) {
                waiting.remove(client);
            }
        }
        if (waiter.hasPermit) {
            holder.set(client);
        }
        return waiter.hasPermit;
    }

    /** Gives the permit of the calling thread back. */
    public void release() {
        String client = Objects.requireNonNull(holder.get());
        holder.remove();
        lock.lock();
        try {
            giveBack(client);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the permit of the calling thread back while it waits for something else, such as the response of a server. It goes on at
     * once afterwards, even if all permits are taken: its call has cost work already. Without a permit it only waits.
     */
    public <T> T releasedWhile(Supplier<T> wait) {
        String client = holder.get();
        if (client == null) {
            return wait.get();
        }
        release();
        try {
            return wait.get();
        } finally {
            lock.lock();
            try {
                take(client);
                holder.set(client);
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isFreeFor(String client) {
        return taken < permits || !takenBy.containsKey(client);
    }

    private void take(String client) {
        taken++;
        takenBy.merge(client, 1, Integer::sum);
    }

    private void giveBack(String client) {
        taken--;
        takenBy.computeIfPresent(client, (name, permitsOfIt) -> permitsOfIt > 1 ? permitsOfIt - 1 : null);
        String next = waiting.containsKey(client) && !takenBy.containsKey(client)
                ? client
                : waiting.keySet().stream().findFirst().orElse(null);
        if (next != null && isFreeFor(next)) {
            grant(next);
        }
    }

    private void grant(String client) {
        Queue<Waiter> ofClient = Objects.requireNonNull(waiting.remove(client));
        Waiter next = ofClient.remove();
        if (!ofClient.isEmpty()) {
            waiting.put(client, ofClient);
        }
        take(client);
        next.hasPermit = true;
        next.granted.signal();
    }

    private static final class Waiter {
        private final Condition granted;
        private boolean hasPermit;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }
}
