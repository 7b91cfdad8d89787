package org.calcinosiscds.time;

import java.time.Duration;

/**
 * The moment by which a task must be done, measured by the monotonic clock.
 *
 * @param nanoTime a value of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {

    /** For callers who have all the time in the world. */
    public static final Deadline NONE = Deadline.in(Duration.ofDays(36500));

    /** The moment so long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime()).plus(time);
    }

    public Deadline plus(Duration time) {
        return new Deadline(nanoTime + time.toNanos());
    }

    public Deadline minus(Duration time) {
        return new Deadline(nanoTime - time.toNanos());
    }

    /** This moment, or the one so long from now if that comes first. */
    public Deadline orIn(Duration time) {
        Deadline other = Deadline.in(time);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    /** What is left; zero when it is past. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    public boolean isPast() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
