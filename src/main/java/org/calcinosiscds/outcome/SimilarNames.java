package org.calcinosiscds.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that an unknown name is probably a misspelling of. */
public final class SimilarNames {
    private SimilarNames() {}

    /** Such as {@code Did you mean "Sarcoidosis"?} after a space; empty when no name is near. */
    public static String suggestion(String written, Collection<String> names) {
        return nearest(written, names)
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Nothing when no name is near. */
    public static Optional<String> nearest(String written, Collection<String> names) {
        int maxDistance = Math.max(1, written.length() / 3);
        return names.stream()
                .filter(name -> !name.equals(written) && distance(written, name) <= maxDistance)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to change, add, leave out or exchange with the next one, upper and lower case taken as one. */
    public static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, left, right, i, j);
            }
        }
        return steps[left.length()][right.length()];
    }

    private static int step(int[][] steps, String left, String right, int i, int j) {
        char here = left.charAt(i - 1);
        char there = right.charAt(j - 1);
        int least =
                Math.min(steps[i - 1][j - 1] + (here == there ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean isExchanged = i > 1 && j > 1 && here == right.charAt(j - 2) && there == left.charAt(i - 2);
        return isExchanged ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
