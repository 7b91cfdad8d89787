package org.calcinosiscds.population;

import java.io.PrintWriter;

/** Says how to go on when a signal ends the process. Spark closes itself then, and the run fails on what is gone. */
final class Interruption {
    private final Thread message;

    private Interruption(PrintWriter messages) {
        message = new Thread(() -> {
            messages.println("Stopped by a signal. --resume goes on.");
            messages.flush();
        });
    }

    /** Says it from now on. */
    static Interruption expected(PrintWriter messages) {
        Interruption interruption = new Interruption(messages);
        Runtime.getRuntime().addShutdownHook(interruption.message);
        return interruption;
    }

    void notExpected() {
        if (!isUnderWay()) {
            Runtime.getRuntime().removeShutdownHook(message);
        }
    }

    /** Whether the process is ending. */
    static boolean isUnderWay() {
        Thread none = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(none);
            return !Runtime.getRuntime().removeShutdownHook(none);
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
