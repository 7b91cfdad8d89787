package org.calcinosiscds.knowledge;

import java.util.List;

/** An expression of an author does not translate. */
public final class ExpressionException extends RuntimeException {
    /**
     * One thing that is wrong.
     *
     * @param line in the expression, from 1
     * @param column in the line, from 1
     * @param message in the translator's words
     */
    public record Defect(int line, int column, String message) {}

    private final List<Defect> defects;

    public ExpressionException(List<Defect> defects) {
        super("The expression has " + defects.size() + " defects.");
        this.defects = List.copyOf(defects);
    }

    public List<Defect> defects() {
        return defects;
    }
}
