package org.calcinosiscds.population;

/** Why a run failed, for people. Messages of libraries are not shown: they may quote what they fail on, which may be a patient's. */
final class Failure {
    private Failure() {}

    static String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooManyErrorsException
                    || cause instanceof UnreadableInputException
                    || cause instanceof IllegalStateException
                            && cause.getStackTrace().length > 0
                            && cause.getStackTrace()[0].getClassName().startsWith("org.calcinosiscds.")) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof java.io.IOException
                    && String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return "The disk is full.";
            }
        }
        return "Failed with " + failure.getClass().getSimpleName() + ".";
    }
}
