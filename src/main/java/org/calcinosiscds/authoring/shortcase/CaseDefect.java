package org.calcinosiscds.authoring.shortcase;

/**
 * Something that is wrong in a short case.
 *
 * @param line from 1
 * @param column from 1
 * @param message a sentence
 * @param what is named and does not exist, such as {@code rule}; empty when something else is wrong
 * @param name of what does not exist
 */
public record CaseDefect(int line, int column, String message, String what, String name) {
    CaseDefect(int line, int column, String message) {
        this(line, column, message, "", "");
    }
}
