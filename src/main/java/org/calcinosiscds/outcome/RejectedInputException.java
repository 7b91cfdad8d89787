package org.calcinosiscds.outcome;

/**
 * Input from outside that is not read any further.
 *
 * <p>The message names the location, the kind of value that was found there and what was expected. It never holds a value or an unknown
 * property name of the input, and there is never a cause, because messages of parsers quote their input.
 */
public final class RejectedInputException extends RuntimeException {

    /** Why input is refused, with the FHIR issue type that says so. */
    public enum Kind {
        /** The JSON or the resource has another shape than the standard says. */
        STRUCTURE("structure"),
        /** The shape is right and the content is not. */
        VALUE("value"),
        /** A modifier extension or implicit rules change the meaning of the content. */
        MODIFIED("not-supported"),
        /** One of {@code json.Limits} is exceeded. */
        LIMIT("too-costly");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    private final Kind kind;
    private final String location;
    private final String found;
    private final String expected;

    /**
     * @param location JSON path such as {@code prefetch.observations.entry[3].resource}; empty for the whole body
     * @param found kind of the thing found, such as "an array"; never its value
     * @param expected what would have been read, such as "an object"
     */
    public RejectedInputException(Kind kind, String location, String found, String expected) {
        super("Found %s %s, expected %s."
                .formatted(found, location.isEmpty() ? "as the body" : "at " + location, expected));
        this.kind = kind;
        this.location = location;
        this.found = found;
        this.expected = expected;
    }

    /** The same error with the location of an enclosing value before its own. */
    public RejectedInputException at(String outerLocation) {
        return new RejectedInputException(
                kind, location.isEmpty() ? outerLocation : outerLocation + "." + location, found, expected);
    }

    public Kind kind() {
        return kind;
    }

    public String location() {
        return location;
    }

    public OutcomeIssue issue() {
        return new OutcomeIssue(kind.code, String.valueOf(getMessage()), location.isEmpty() ? null : location);
    }
}
