package org.calcinosiscds.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts who is in, or how much. Nobody waits: a client that is told at once can go elsewhere. */
final class Bulkhead {
    private final long size;
    private final AtomicLong taken = new AtomicLong();

    Bulkhead(long size) {
        this.size = size;
    }

    /**
     * True when there was room, which must be left later. Whoever comes to an empty room fits: what is larger than all of it would else
     * never be answered.
     *
     * @param percent of the room that may be full afterwards
     */
    boolean enter(long amount, int percent) {
        long most = Math.max(1, size * percent / 100);
        long now = taken.get();
        while (now == 0 || now + amount <= most) {
            if (taken.compareAndSet(now, now + amount)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    void leave(long amount) {
        taken.addAndGet(-amount);
    }

    long taken() {
        return taken.get();
    }
}
