package org.calcinosiscds.outcome;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known name that an unknown name is probably a misspelling of. */
public final class SimilarNames {
    private SimilarNames() {}

    /** Such as {@code Did you mean "Sarcoidosis"?} after a space; empty when no name is near. */
    public static String suggestion(String written, Collection<String> names) {
        int maxDistance = Math.max(1, written.length() / 3);
        return names.stream()
                .filter(name -> !name.equals(written) && distance(written, name) <= maxDistance)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> " Did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Letters to change, add or leave out (Levenshtein), upper and lower case taken as one. */
    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
