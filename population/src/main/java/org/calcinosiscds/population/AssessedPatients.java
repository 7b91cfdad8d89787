package org.calcinosiscds.population;

import java.util.concurrent.atomic.LongAdder;

/** Patients whom the tasks in this process looked at since the last batch ended: for the progress that is shown, and nothing else. */
final class AssessedPatients {
    private static final LongAdder NUMBER = new LongAdder();

    private AssessedPatients() {}

    static void add() {
        NUMBER.increment();
    }

    static long number() {
        return NUMBER.sum();
    }

    static void sinceBatch() {
        NUMBER.reset();
    }
}
