package org.calcinosiscds.population;

/** A file that cannot be read to its end: it is damaged, or was cut off. */
final class UnreadableInputException extends RuntimeException {
    /** @param line the first that could not be read, from 1 in its part of the file */
    UnreadableInputException(String path, long line) {
        super("The file " + path + " cannot be read to its end; reading failed after " + (line - 1) + " lines.");
    }
}
