package org.calcinosiscds.assess;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The patients of a stream that were assessed, in 8 to 16 bytes each. When resources of such a patient follow, the patient was assessed
 * on a part of the record, which must be reported.
 */
final class SeenPatients {
    private static final int INITIAL_SLOTS = 1024;

    private long[] slots = new long[INITIAL_SLOTS];
    private int count;

    void add(String patient) {
        long hash = hash(patient);
        if (find(slots, hash) >= 0) {
            return;
        }
        if (2 * (count + 1) > slots.length) {
            long[] wider = new long[2 * slots.length];
            Arrays.stream(slots).filter(each -> each != 0).forEach(each -> wider[-1 - find(wider, each)] = each);
            slots = wider;
        }
        slots[-1 - find(slots, hash)] = hash;
        count++;
    }

    boolean contains(String patient) {
        return find(slots, hash(patient)) >= 0;
    }

    /** The slot of the hash; where it is absent, -1 minus the slot for it. */
    private static int find(long[] slots, long hash) {
        int slot = Math.floorMod(hash, slots.length);
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return slot;
            }
            slot = (slot + 1) % slots.length;
        }
        return -1 - slot;
    }

    private static long hash(String patient) {
        long hash =
                UUID.nameUUIDFromBytes(patient.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
        return hash == 0 ? 1 : hash;
    }
}
