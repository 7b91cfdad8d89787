package org.calcinosiscds.cql;

import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerException.ErrorSeverity;

/**
 * What the translator says about a library.
 *
 * @param line from 1; 0 when the translator names no line
 * @param column from 1; 0 when the translator names no column
 */
public record TranslatorMessage(int line, int column, boolean isError, String text) {
    static TranslatorMessage of(CqlCompilerException exception) {
        var locator = exception.getLocator();
        return new TranslatorMessage(
                locator == null ? 0 : locator.getStartLine(),
                locator == null ? 0 : locator.getStartChar(),
                exception.getSeverity() == ErrorSeverity.Error,
                String.valueOf(exception.getMessage()));
    }
}
