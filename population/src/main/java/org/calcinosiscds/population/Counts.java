package org.calcinosiscds.population;

/**
 * Numbers that have to balance, each counted by itself.
 *
 * @param read lines that are not blank
 * @param kept lines of patients, and those to which they refer
 * @param filtered lines that no rule reads, or to which no patient refers
 * @param quarantined lines that could not be assessed
 * @param patients patients who were sent
 * @param assessed patients who were assessed
 * @param failed patients who could not be
 */
record Counts(long read, long kept, long filtered, long quarantined, long patients, long assessed, long failed) {
    /** @throws IllegalStateException when they do not balance: something was lost or counted twice */
    void requireBalance() {
        if (read != kept + filtered + quarantined) {
            throw new IllegalStateException(
                    "The lines do not balance: %d were read, %d kept, %d filtered and %d quarantined."
                            .formatted(read, kept, filtered, quarantined));
        }
        if (patients != assessed + failed) {
            throw new IllegalStateException("The patients do not balance: %d were sent, %d assessed and %d quarantined."
                    .formatted(patients, assessed, failed));
        }
    }

    /** Whether everything was assessed. */
    boolean isWhole() {
        return quarantined == 0 && failed == 0;
    }
}
