package org.calcinosiscds.decision;

/** The deadline of the caller passed before there was a result. */
public final class DeadlineExceededException extends RuntimeException {
    public DeadlineExceededException() {
        super("The answer would come too late.");
    }
}
