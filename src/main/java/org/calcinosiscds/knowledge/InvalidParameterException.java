package org.calcinosiscds.knowledge;

/** A value that was given for a parameter of CQL is not one of it. The message names neither. */
public final class InvalidParameterException extends RuntimeException {
    private final int index;

    /**
     * Says which.
     *
     * @param index of the parameter in the Parameters, from 0
     * @param message a whole sentence that does not repeat what was given
     */
    public InvalidParameterException(int index, String message) {
        super(message);
        this.index = index;
    }

    public int index() {
        return index;
    }
}
