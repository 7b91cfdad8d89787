package org.calcinosiscds.knowledge;

/** The codes of a value set cannot be told from what is in the content. */
public final class UnresolvedValueSetException extends Exception {
    private final String valueSet;
    private final String element;
    private final String problem;

    /**
     * @param valueSet id of the value set in which the element stands
     * @param element path, such as {@code compose.include[0].filter[1]}
     * @param problem a sentence
     */
    UnresolvedValueSetException(String valueSet, String element, String problem) {
        super("value-set/ValueSet-" + valueSet + ".json " + element + ": " + problem);
        this.valueSet = valueSet;
        this.element = element;
        this.problem = problem;
    }

    /** Id of the value set in which the element stands. */
    public String valueSet() {
        return valueSet;
    }

    /** Path of the element that does not resolve. */
    public String element() {
        return element;
    }

    /** What is wrong with it. */
    public String problem() {
        return problem;
    }
}
