package org.calcinosiscds.client;

import java.time.Duration;
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
}
