package org.calcinosiscds.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator is told of a client's keys.
 *
 * @param areKnown whether the client's tokens can be verified
 * @param age since they were fetched; null when they come from a file or never came
 * @param lastFetch how the last fetch ended, such as {@code ok} or {@code timeout}; {@code none} when there was none
 */
record KeyState(boolean areKnown, @Nullable Duration age, String lastFetch) {
    static final String NEVER_FETCHED = "none";

    private static final String OK = "ok";

    /** Several sets of keys as one: its age is that of the oldest, and one that is missing or failed is told before those that are well. */
    static KeyState ofAll(List<KeyState> sets) {
        boolean areAged = sets.stream().allMatch(set -> set.age() != null);
        return new KeyState(
                sets.stream().allMatch(KeyState::areKnown),
                areAged
                        ? sets.stream()
                                .map(KeyState::age)
                                .filter(Objects::nonNull)
                                .max(Comparator.naturalOrder())
                                .orElse(null)
                        : null,
                sets.stream()
                        .map(KeyState::lastFetch)
                        .filter(fetch -> !fetch.equals(OK))
                        .findFirst()
                        .orElse(OK));
    }
}
