package org.calcinosiscds.http;

import jakarta.servlet.ServletException;

/** Spring wraps an {@link Error} that a handler throws into a {@link ServletException} of its own. */
final class WrappedErrors {
    private WrappedErrors() {}

    /** What was thrown first. */
    static Throwable unwrap(Throwable thrown) {
        return thrown instanceof ServletException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
