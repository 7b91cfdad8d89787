package org.calcinosiscds.decision;

/** An expression of the knowledge base failed. The message names library and define, never patient data. */
public final class EvaluationException extends RuntimeException {
    public EvaluationException(String message) {
        super(message);
    }
}
