package org.calcinosiscds.limit;

/** The part of the heap that is left for requests. */
public final class FreeHeap {
    private static final long MEGABYTE = 1024 * 1024;

    /** Content and classes; measured after a full collection once the service was ready. */
    private static final long OF_SERVICE = 200 * MEGABYTE;

    /** Of a heap that is too small for the service, so that small requests are tried. */
    private static final long LEAST = 16 * MEGABYTE;

    private FreeHeap() {}

    /** In bytes, of the heap that the JVM may grow to. */
    public static long bytes() {
        return ofHeap(Runtime.getRuntime().maxMemory());
    }

    static long ofHeap(long maxBytes) {
        return Math.max(LEAST, maxBytes - OF_SERVICE);
    }
}
