package org.calcinosiscds.outbound;

/** A call to another server that brought nothing usable. Its message is its {@link Problem}'s and never quotes the server. */
public final class RemoteCallException extends Exception {

    /** What went wrong; a closed set, so that it may be logged, counted and told. */
    public enum Problem {
        UNREACHABLE("could not be reached"),
        TIMEOUT("did not answer in time"),
        STATUS("refused"),
        PERMISSION("refused"),
        FAILED("failed"),
        REDIRECT("answered with a redirect, which is not followed"),
        TOO_LARGE("answered with more than this service takes"),
        MEMORY("answered with more than this service has memory for at the moment"),
        UNREADABLE("returned something other than what was requested"),
        VERSION("answered in another version of FHIR than 4.0"),
        PAGES("answered in pages that cannot be followed to the end"),
        TOO_MANY_PAGES("answered in more pages than this service takes and cannot be followed to the end"),
        TOO_MANY_REFERENCES("has more resources to be read one by one than this service takes"),
        RESTING("has failed repeatedly and is not called for a moment"),
        BUSY("has as many calls under way as this service allows");

        private final String phrase;

        Problem(String phrase) {
            this.phrase = phrase;
        }

        /** What the server did, to follow its name in a sentence. */
        public String phrase() {
            return phrase;
        }
    }

    private final Problem problem;

    public RemoteCallException(Problem problem) {
        super(problem.phrase, null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
