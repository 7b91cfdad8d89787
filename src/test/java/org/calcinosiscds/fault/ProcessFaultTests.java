package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of the service is suspended, or has little memory. */
@Tag("fault")
class ProcessFaultTests {
    private static final int RATE = 20;
    private static final int CALLS = Length.of(200, 200);
    private static final Duration SUSPENDED = Duration.ofSeconds(10);

    /** The first is a legal body also with little heap, the second has more JSON tokens than are read there. */
    private static final int[] EMPTY_OBJECTS = {150_000, 900_000};

    @TempDir
    private Path folder;

    @Test
    void suspendedServiceAnswersOrRefusesWhatCameMeanwhile() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            PatientCalls calls = new PatientCalls(service);
            load(calls, 50, Duration.ofSeconds(15));
            CompletableFuture<Load.Figures> during =
                    CompletableFuture.supplyAsync(() -> load(calls, RATE, SUSPENDED.plusSeconds(5)));
            Thread.sleep(2000);
            service.signal("STOP");
            Thread.sleep(SUSPENDED.toMillis());
            service.signal("CONT");
            Load.Figures after = afterwards(calls, during);
            report("suspended for 10 s (SIGSTOP)", during.get(), after);

            assertThat(during.get().statuses().keySet())
                    .as("failures %s", during.get().failures())
                    .isSubsetOf(Length.GOOD_OR_REFUSED);
            assertThat(after.statuses().keySet()).isSubsetOf(Length.GOOD);
        }
    }

    @Test
    void serviceWithLittleHeapRefusesLargeCallsAndGoesOn() throws Exception {
        String store = "jdbc:sqlite:" + folder.resolve("store.db");
        try (ServiceProcess service = new ServiceProcess("256m", store, folder)) {
            PatientCalls calls = new PatientCalls(service);
            load(calls, 50, Duration.ofSeconds(15));
            CompletableFuture<Load.Figures> large = CompletableFuture.supplyAsync(() -> run(
                    new Load(number -> calls.large(EMPTY_OBJECTS[number % 2])), 5, Duration.ofSeconds(CALLS / RATE)));
            Load.Figures during = load(calls, RATE, Duration.ofSeconds(CALLS / RATE));
            Load.Figures after = afterwards(calls, large);
            FigureFile.row(
                    "256 MB of heap, 5 calls/s of 0.5 and 2.7 MB of small objects: these calls",
                    "statuses %s",
                    large.get().statuses());
            report("256 MB of heap, 5 calls/s of 0.5 and 2.7 MB of small objects: usual calls", during, after);

            assertThat(service.isAlive()).isTrue();
            assertThat(large.get().statuses().keySet()).isSubsetOf(200, 400, 503);
            assertThat(during.statuses().keySet()).isSubsetOf(Length.GOOD_OR_REFUSED);
            assertThat(after.statuses().keySet()).isSubsetOf(Length.GOOD);
        }
    }

    private static Load.Figures afterwards(PatientCalls calls, CompletableFuture<Load.Figures> fault) {
        fault.join();
        return load(calls, RATE, Duration.ofSeconds(CALLS / RATE));
    }

    private static void report(String fault, Load.Figures during, Load.Figures after) throws Exception {
        FigureFile.row(
                fault,
                "during: statuses %s, p99 of 200 %.0f ms; after: %s, p99 %.0f ms",
                during.statuses(),
                during.p99(),
                after.statuses(),
                after.p99());
    }

    private static Load.Figures load(PatientCalls calls, int rate, Duration time) {
        return run(new Load(number -> calls.about(number).build()), rate, time);
    }

    private static Load.Figures run(Load load, int rate, Duration time) {
        try {
            return load.run(rate, time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
