package org.calcinosiscds.http;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is in. Nobody waits: a client that is told at once can go elsewhere. */
final class Room {
    private final int size;
    private final AtomicInteger taken = new AtomicInteger();

    Room(int size) {
        this.size = size;
    }

    /** True when there was room for one of this priority, who must {@link #leave} later. */
    boolean enter(Priority priority) {
        int most = priority.share(size);
        int now = taken.get();
        while (now < most) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    void leave() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
