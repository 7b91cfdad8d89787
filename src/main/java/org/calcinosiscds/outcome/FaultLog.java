package org.calcinosiscds.outcome;

import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs our own failures for the operator, under an id that the caller is given. */
public final class FaultLog {
    private static final Logger log = LoggerFactory.getLogger(FaultLog.class);
    private static final int FRAMES = 8;

    /**
     * True when the client broke its request or its connection off, which is no failure of the service: the exception comes from the
     * connector that reads the socket.
     */
    public static boolean isBrokenRequest(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && Arrays.stream(cause.getStackTrace()).limit(1).anyMatch(FaultLog::isConnector)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnector(StackTraceElement frame) {
        return frame.getClassName().startsWith("org.apache.coyote.")
                || frame.getClassName().startsWith("org.apache.tomcat.util.net.")
                || frame.getClassName().startsWith("org.apache.catalina.connector.");
    }

    /**
     * Logs where it failed. The message is left out, as it may quote patient data, except that of a {@link SafeMessage}.
     *
     * @return the issue for the caller, with the id and no detail
     */
    public OutcomeIssue log(Throwable fault) {
        endIfOutOfMemory(fault);
        if (isBrokenRequest(fault)) {
            log.atInfo().addKeyValue("type", fault.getClass().getName()).log("A client broke off its request.");
            return new OutcomeIssue("incomplete", "The request ended before its body was complete.", null);
        }
        String id = UUID.randomUUID().toString();
        log.atError()
                .addKeyValue("fault", id)
                .addKeyValue("type", fault.getClass().getName())
                .addKeyValue("detail", fault instanceof SafeMessage ? fault.getMessage() : "")
                .addKeyValue(
                        "at", Arrays.stream(fault.getStackTrace()).limit(FRAMES).toList())
                .log("Failed to answer.");
        return new OutcomeIssue("exception", "The service failed; its log has the details under " + id + ".", null);
    }

    /** Frameworks catch every error of a request, also the one after which a process must not go on. */
    private static void endIfOutOfMemory(Throwable thrown) {
        int depth = 0;
        for (Throwable each = thrown; each != null && depth < 100; each = each.getCause(), depth++) {
            if (each instanceof OutOfMemoryError) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, each);
            }
        }
    }
}
