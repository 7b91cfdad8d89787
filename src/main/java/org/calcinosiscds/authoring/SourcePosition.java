package org.calcinosiscds.authoring;

import org.hl7.elm.r1.Element;
import org.jspecify.annotations.Nullable;

/**
 * A position in a file.
 *
 * @param line from 1; 0 for the whole file
 * @param column from 1; 0 for the whole line
 */
record SourcePosition(int line, int column) {
    static final SourcePosition FILE = new SourcePosition(0, 0);

    /** Where an element of ELM begins in the CQL: its locator is such as {@code 12:5-14:20}. */
    static SourcePosition of(@Nullable Element element) {
        String locator = element == null ? null : element.getLocator();
        if (locator == null) {
            return FILE;
        }
        String[] start = locator.split("-", -1)[0].split(":", -1);
        return new SourcePosition(Integer.parseInt(start[0]), Integer.parseInt(start[1]));
    }
}
