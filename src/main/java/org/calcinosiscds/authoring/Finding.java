package org.calcinosiscds.authoring;

import java.util.Comparator;

/**
 * Something that is wrong with the content, at its cause.
 *
 * @param file path below the folder of content, such as {@code cql/MineralRules.cql}
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1; 0 when there is none
 * @param path of the JSON that is meant, such as {@code compose.include[0].system}; empty in other files, and for a whole file
 * @param code such as {@code CDS012}; {@link Explanations} has a page for each
 * @param message one or two whole sentences
 * @param consequences number of further messages that disappear with the cause
 */
public record Finding(
        String file,
        int line,
        int column,
        String path,
        Severity severity,
        String code,
        String message,
        int consequences)
        implements Comparable<Finding> {
    /** How much is wrong. */
    public enum Severity {
        /** A card is wrong or missing, or the service does not start. */
        ERROR,
        /** What is written may not be what is meant. */
        WARNING
    }

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::code)
            .thenComparing(Finding::message);

    static Finding error(String file, SourcePosition position, String code, String message) {
        return new Finding(file, position.line(), position.column(), "", Severity.ERROR, code, message, 0);
    }

    static Finding warning(String file, SourcePosition position, String code, String message) {
        return new Finding(file, position.line(), position.column(), "", Severity.WARNING, code, message, 0);
    }

    Finding with(int more) {
        return new Finding(file, line, column, path, severity, code, message, consequences + more);
    }

    Finding at(String jsonPath) {
        return new Finding(file, line, column, jsonPath, severity, code, message, consequences);
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
