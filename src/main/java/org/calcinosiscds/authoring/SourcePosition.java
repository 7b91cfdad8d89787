package org.calcinosiscds.authoring;

import org.hl7.elm.r1.Element;
import org.jspecify.annotations.Nullable;

/**
 * A position in a file.
 *
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole line
 */
public record SourcePosition(int line, int column) implements Comparable<SourcePosition> {
    static final SourcePosition FILE = new SourcePosition(0, 0);

    /** Where an element of ELM begins in the CQL: its locator is such as {@code 12:5-14:20}, or {@code 12:5} for one character. */
    static SourcePosition of(@Nullable Element element) {
        String locator = element == null ? null : element.getLocator();
        return locator == null ? FILE : at(locator.split("-", -1)[0]);
    }

    /** The last character of an element of ELM. */
    static SourcePosition endOf(Element element) {
        String locator = element.getLocator();
        return locator == null ? FILE : at(locator.substring(locator.indexOf('-') + 1));
    }

    private static SourcePosition at(String numbers) {
        String[] parts = numbers.split(":", -1);
        return new SourcePosition(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public int compareTo(SourcePosition other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }
}
