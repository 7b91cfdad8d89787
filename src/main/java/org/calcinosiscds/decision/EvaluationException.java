package org.calcinosiscds.decision;

import org.calcinosiscds.outcome.SafeMessage;

/** An expression of the knowledge base failed. The message names library and define, never patient data. */
public final class EvaluationException extends RuntimeException implements SafeMessage {
    public EvaluationException(String message) {
        super(message);
    }
}
