package org.calcinosiscds.population;

/**
 * Numbers that have to balance, each counted by itself.
 *
 * @param read lines that are not blank
 * @param kept lines of patients, and those to which they refer
 * @param filtered lines that no rule reads, to which no patient refers, or whose patients are not to be assessed
 * @param quarantined lines that could not be assessed
 * @param sent patients who were sent
 * @param deleted patients of these of whom the export says that they were deleted
 * @param notAskedFor patients of these who are not among those who were asked for
 * @param notSent patients who were asked for and not sent
 * @param patients patients who are to be assessed
 * @param assessed patients who were assessed
 * @param failed patients who could not be
 */
record Counts(
        long read,
        long kept,
        long filtered,
        long quarantined,
        long sent,
        long deleted,
        long notAskedFor,
        long notSent,
        long patients,
        long assessed,
        long failed) {
    /** @throws IllegalStateException when they do not balance: something was lost or counted twice */
    void requireBalance() {
        if (read != kept + filtered + quarantined) {
            throw new IllegalStateException(
                    "The lines do not balance: %d were read, %d kept, %d filtered and %d quarantined."
                            .formatted(read, kept, filtered, quarantined));
        }
        if (sent != patients + deleted + notAskedFor) {
            throw new IllegalStateException(
                    "The patients do not balance: %d were sent, %d of them deleted, %d not asked for and %d to be assessed."
                            .formatted(sent, deleted, notAskedFor, patients));
        }
        if (patients != assessed + failed) {
            throw new IllegalStateException(
                    "The patients do not balance: %d were to be assessed, %d were and %d are quarantined."
                            .formatted(patients, assessed, failed));
        }
    }

    /** Whether everything was assessed. */
    boolean isWhole() {
        return quarantined == 0 && failed == 0 && notSent == 0;
    }
}
