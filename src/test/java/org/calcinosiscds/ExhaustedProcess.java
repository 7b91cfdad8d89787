package org.calcinosiscds;

import jakarta.servlet.ServletException;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.cql.ExhaustedEvaluation;
import org.calcinosiscds.outcome.FaultLog;

/** The main class of a process that runs out of memory in one of the places where everything is caught. Ends with 0 if it survives. */
final class ExhaustedProcess {
    private ExhaustedProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        EndOnOutOfMemory.install();
        switch (arguments[0]) {
            case "thread" -> {
                Thread thread = new Thread(ExhaustedProcess::exhaust);
                thread.start();
                thread.join();
            }
            case "evaluation" -> ExhaustedEvaluation.run(ExhaustedProcess::exhaust);
            default -> {
                try {
                    exhaust();
                } catch (OutOfMemoryError e) {
                    // As Spring hands it on.
                    new FaultLog().log(new ServletException("Handler dispatch failed", e));
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void exhaust() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
        }
    }
}
