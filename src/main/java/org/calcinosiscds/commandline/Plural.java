package org.calcinosiscds.commandline;

/** A number and what is counted. */
final class Plural {
    private Plural() {}

    /** Such as {@code 1 case} or {@code 2 cases}. */
    static String of(long count, String singular) {
        return count + " " + singular + (count == 1 ? "" : "s");
    }
}
