package org.calcinosiscds.commandline;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.calcinosiscds.knowledge.KnowledgeException;

/** Why a command failed, in a sentence. */
final class FailureText {
    private FailureText() {}

    /**
     * A defect is about files of the content alone, and of a file only the path is named: messages of libraries quote what they fail on,
     * which may be a patient's.
     */
    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KnowledgeException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof FileSystemException file && file.getFile() != null) {
                return file.getFile() + ": " + reason(file);
            }
        }
        return "Failed with " + failure.getClass().getSimpleName() + ".";
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder.";
        }
        if (failure instanceof AccessDeniedException) {
            return "it cannot be read or written: correct its permissions, or remove what is in its place.";
        }
        if (failure instanceof FileSystemLoopException) {
            return "this link leads back to a folder that it is in: remove it.";
        }
        return failure instanceof NotDirectoryException ? "it is no folder." : "it cannot be read or written.";
    }
}
