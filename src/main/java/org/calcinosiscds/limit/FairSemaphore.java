package org.calcinosiscds.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Permits for work that needs a processor. Calls that wait for a permit get it client by client in rotation, and those of one client in
 * the order in which they came: a client with one call waits for at most one call of each other client. In contrast to
 * {@link Bulkhead} no permit stays free for a client that does not call, because the work is short.
 */
public final class FairSemaphore {
    private final int permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final ThreadLocal<Boolean> hasPermit = ThreadLocal.withInitial(() -> false);

    /** Waiting calls by client; the client that got a permit last is at the end. */
    private final Map<String, Queue<Waiter>> waiting = new LinkedHashMap<>();

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
            if (taken < permits) {
                taken++;
                hasPermit.set(true);
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
        return hasPermit.get();
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
                passOn();
            }
            throw e;
        } finally {
            Queue<Waiter> ofClient = waiting.get(client);
            if (ofClient != null && ofClient.remove(waiter) && ofClient.isEmpty()) {
                waiting.remove(client);
            }
        }
        hasPermit.set(waiter.hasPermit);
        return waiter.hasPermit;
    }

    /** Gives the permit of the calling thread back. */
    public void release() {
        hasPermit.remove();
        lock.lock();
        try {
            passOn();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the permit of the calling thread back while it waits for something else, such as the response of a server. It goes on at
     * once afterwards, even if all permits are taken: its call has cost work already. Without a permit it only waits.
     */
    public <T> T releasedWhile(Supplier<T> wait) {
        if (!isHeld()) {
            return wait.get();
        }
        release();
        try {
            return wait.get();
        } finally {
            lock.lock();
            try {
                taken++;
                hasPermit.set(true);
            } finally {
                lock.unlock();
            }
        }
    }

    private void passOn() {
        taken--;
        if (taken >= permits) {
            return;
        }
        Waiter next = next();
        if (next != null) {
            taken++;
            next.hasPermit = true;
            next.granted.signal();
        }
    }

    private @Nullable Waiter next() {
        Iterator<Map.Entry<String, Queue<Waiter>>> clients = waiting.entrySet().iterator();
        if (!clients.hasNext()) {
            return null;
        }
        Map.Entry<String, Queue<Waiter>> client = clients.next();
        String name = client.getKey();
        Queue<Waiter> ofClient = client.getValue();
        clients.remove();
        Waiter next = ofClient.poll();
        if (!ofClient.isEmpty()) {
            waiting.put(name, ofClient);
        }
        return next;
    }

    private static final class Waiter {
        private final Condition granted;
        private boolean hasPermit;

        Waiter(Condition granted) {
            this.granted = granted;
        }
    }
}
