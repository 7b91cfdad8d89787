package org.calcinosiscds.population;

/** The files hold something else than {@code --layout} says. */
final class LayoutException extends RuntimeException {
    LayoutException(String message) {
        super(message);
    }
}
