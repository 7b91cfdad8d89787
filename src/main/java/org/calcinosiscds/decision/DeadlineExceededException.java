package org.calcinosiscds.decision;

/** The time that the caller gave was over before there was an answer. */
public final class DeadlineExceededException extends RuntimeException {
    public DeadlineExceededException() {
        super("The answer would come too late.");
    }
}
