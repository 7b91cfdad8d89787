package org.calcinosiscds.decision;

/** No evaluation slot became free in time; the caller may try again shortly. */
public final class OverloadedException extends RuntimeException {
    public OverloadedException() {
        super("All evaluation slots are in use.");
    }
}
