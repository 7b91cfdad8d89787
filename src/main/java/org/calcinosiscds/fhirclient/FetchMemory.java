package org.calcinosiscds.fhirclient;

import org.calcinosiscds.limit.Bulkhead;

/**
 * Limits the memory for what FHIR servers answered to the calls under way. Clients share it. Each answer has a limit of its own
 * ({@code calcinosis.fetch.bytes}), but a few large records fetched at the same time would together fill the heap and end the service.
 *
 * <p>It estimates from the bytes that arrive and measures nothing: what the heap holds is only known after a collection.
 */
public final class FetchMemory {
    private static final int WHOLE = 100;

    /** Of the text itself while it is received and checked. */
    private static final int OF_A_BYTE = 3;

    /** Of a value as FHIR and in the evaluation, garbage included. There are as many values as commas, colons and opening brackets. */
    private static final int OF_A_VALUE = 120;

    private final Bulkhead bulkhead;

    public FetchMemory(Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
    }

    boolean enter(String client, long bytes) {
        return bulkhead.enter(client, bytes, WHOLE);
    }

    void leave(String client, long bytes) {
        bulkhead.leave(client, bytes);
    }

    /** Bytes of memory that a piece of JSON takes. */
    static long estimate(byte[] text, int offset, int length) {
        int values = 0;
        for (int index = offset; index < offset + length; index++) {
            switch (text[index]) {
                case ',', ':', '{', '[' -> values++;
                default -> {
                    // Part of a value that was counted.
                }
            }
        }
        return (long) length * OF_A_BYTE + (long) values * OF_A_VALUE;
    }
}
