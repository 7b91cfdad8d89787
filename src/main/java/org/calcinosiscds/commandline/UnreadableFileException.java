package org.calcinosiscds.commandline;

import java.io.IOException;

/** A file cannot be read, or not to its end; the message says why and holds nothing of its content. */
final class UnreadableFileException extends IOException {
    UnreadableFileException(String message) {
        super(message);
    }
}
