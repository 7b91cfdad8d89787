package org.calcinosiscds.fault;

import java.util.Set;

/** How long the runs are: {@code -Dfault.length=brief}, {@code full}, or {@code smoke} to see only that they run. */
final class Length {
    private static final String LENGTH = System.getProperty("fault.length", "brief");

    /** Statuses of answers at a low rate. A smoke run may share the machine with others, so that even those can come too late. */
    static final Set<Integer> GOOD = LENGTH.equals("smoke") ? Set.of(200, 503) : Set.of(200);

    /** Statuses of answers when some may be refused. */
    static final Set<Integer> GOOD_OR_REFUSED = Set.of(200, 503);

    private Length() {}

    /** Of a run whose brief and full lengths are known; a tenth of the brief one for {@code smoke}. */
    static int of(int brief, int full) {
        return switch (LENGTH) {
            case "full" -> full;
            case "smoke" -> Math.max(1, brief / 10);
            default -> brief;
        };
    }
}
