package org.calcinosiscds.authoring.shortcase;

/**
 * Something that is wrong in a short case.
 *
 * @param line from 1
 * @param column from 1
 * @param message a sentence
 */
public record CaseDefect(int line, int column, String message) {}
