package org.calcinosiscds.authoring;

import java.util.List;

/**
 * A small change of the CQL that a case ought to notice.
 *
 * @param definition name of the define or function that is changed
 * @param position where the changed text begins
 * @param start offset of the changed text in the source
 * @param end offset after it
 * @param replacement what stands there instead
 * @param change in words, such as {@code 70 becomes 71}
 * @param number from 1, where a definition can be changed in the same words at several places
 * @param places locators of the changed expression and of those around it, the innermost first
 */
public record Mutant(
        String library,
        String definition,
        SourcePosition position,
        int start,
        int end,
        String replacement,
        String change,
        int number,
        List<String> places) {
    /** What stays the same when lines move: a reason for a survivor names it. */
    public record Key(String library, String definition, String change, int number) {
        @Override
        public String toString() {
            return library + " \"" + definition + "\": " + change + (number == 1 ? "" : " (" + number + ")");
        }
    }

    public Key key() {
        return new Key(library, definition, change, number);
    }

    public String file() {
        return "cql/" + library + ".cql";
    }

    /** The source with the change. */
    String applyTo(String source) {
        return source.substring(0, start) + replacement + source.substring(end);
    }

    Mutant numbered(int other) {
        return new Mutant(library, definition, position, start, end, replacement, change, other, places);
    }
}
