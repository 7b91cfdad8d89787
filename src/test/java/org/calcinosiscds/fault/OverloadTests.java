package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three and ten times the calls that the service can answer, and the time after. */
@Tag("fault")
class OverloadTests {
    private static final int UNLOADED = 10;
    private static final int[] RATES = {50, 100, 150, 200, 300, 400, 600, 800, 1200};

    @TempDir
    private Path folder;

    @Test
    void callsBeyondCapacityAreRefusedAndTheOthersAnswered() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            PatientCalls calls = new PatientCalls(service);
            run(calls, 50, Length.of(10, 30));
            Load.Figures unloaded = run(calls, UNLOADED, Length.of(10, 120));
            int capacity = capacity(calls);
            FigureFile.row(
                    "unloaded, 10 calls/s",
                    "p50 %.1f ms, p99 %.1f ms; capacity %d calls/s",
                    unloaded.p50(),
                    unloaded.p99(),
                    capacity);
            overload(calls, 3, capacity, Length.of(60, 300));
            overload(calls, 10, capacity, Length.of(20, 120));
            Load.Figures after = run(calls, UNLOADED, 10);
            FigureFile.row(
                    "10 s after the overload, 10 calls/s", "p99 %.1f ms, statuses %s", after.p99(), after.statuses());

            assertThat(after.statuses().keySet()).isSubsetOf(Length.GOOD);
            assertThat(service.isAlive() && service.isReady()).isTrue();
        }
    }

    /** The highest rate of which every call is answered in time. */
    private static int capacity(PatientCalls calls) throws InterruptedException {
        int capacity = UNLOADED;
        for (int rate : RATES) {
            Load.Figures figures = run(calls, rate, Length.of(8, 20));
            if (figures.good() < rate * Length.of(8, 20) || figures.goodPerSecond() < 0.9 * rate) {
                break;
            }
            capacity = rate;
        }
        return capacity;
    }

    private static void overload(PatientCalls calls, int times, int capacity, int seconds) throws Exception {
        Load.Figures figures = run(calls, times * capacity, seconds);
        FigureFile.row(
                times + " times capacity, " + seconds + " s",
                "%.0f answered/s (%.0f %% of capacity), p99 %.0f ms; refused p99 %.0f ms; statuses %s; not sent %d",
                figures.goodPerSecond(),
                100 * figures.goodPerSecond() / capacity,
                figures.p99(),
                figures.refusedP99(),
                figures.statuses(),
                figures.unsent());

        assertThat(figures.statuses()).containsKey(200);
        assertThat(figures.statuses().keySet()).isSubsetOf(200, 503);
    }

    private static Load.Figures run(PatientCalls calls, int rate, int seconds) throws InterruptedException {
        return new Load(number -> calls.about(number).build()).run(rate, Duration.ofSeconds(seconds));
    }
}
