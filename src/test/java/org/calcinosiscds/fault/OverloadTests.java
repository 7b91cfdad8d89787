package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four and ten times the calls that the service can answer, and the time after. The capacity is what eight callers get who wait for each
 * answer before they call again. Service and callers share the processors, so goodput is compared by the processor time that the service
 * had: what the callers, or other work, take of the machine is no loss of the service.
 */
@Tag("fault")
class OverloadTests {
    private static final int UNLOADED = 10;
    private static final int CALLERS = 8;

    @TempDir
    private Path folder;

    /** @param cpuSeconds of the service */
    private record Run(Load.Figures figures, double cpuSeconds) {
        double goodPerCpuSecond() {
            return figures.good() / cpuSeconds;
        }

        String processors() {
            return "processors of the service %.2f, of the callers %.2f"
                    .formatted(cpuSeconds / figures.seconds(), figures.cpuSeconds() / figures.seconds());
        }
    }

    @FunctionalInterface
    private interface Calls {
        Load.Figures send(Load load) throws InterruptedException;
    }

    @Test
    void callsBeyondCapacityAreRefusedAndTheOthersAnswered() throws Exception {
        try (ServiceProcess service = new ServiceProcess(folder)) {
            PatientCalls calls = new PatientCalls(service);
            Duration measured = Duration.ofSeconds(Length.of(20, 60));
            run(service, calls, load -> load.closed(CALLERS, Duration.ofSeconds(Length.of(60, 120))));
            Load.Figures unloaded =
                    run(service, calls, load -> load.run(UNLOADED, measured)).figures();
            Run capacity = run(service, calls, load -> load.closed(CALLERS, measured));
            FigureFile.row(
                    "capacity",
                    "%.0f calls/s, %.2f ms of processor time each, p99 %.0f ms; %s; 10 calls/s: p50 %.1f ms, p99 %.1f ms",
                    capacity.figures().goodPerSecond(),
                    1000 / capacity.goodPerCpuSecond(),
                    capacity.figures().p99(),
                    capacity.processors(),
                    unloaded.p50(),
                    unloaded.p99());
            // Refusals are compiled meanwhile: until then each costs several times as much.
            overload(service, calls, 4, capacity, Length.of(15, 15));
            overload(service, calls, 4, capacity, Length.of(60, 300));
            overload(service, calls, 10, capacity, Length.of(20, 120));
            Load.Figures after = run(service, calls, load -> load.run(UNLOADED, Duration.ofSeconds(10)))
                    .figures();
            FigureFile.row(
                    "10 s after the overload, 10 calls/s", "p99 %.1f ms, statuses %s", after.p99(), after.statuses());

            assertThat(after.statuses().keySet()).isSubsetOf(Length.GOOD);
            assertThat(service.isAlive() && service.isReady()).isTrue();
        }
    }

    private static void overload(ServiceProcess service, PatientCalls calls, int times, Run capacity, int seconds)
            throws Exception {
        int rate = (int) (times * capacity.figures().goodPerSecond());
        Run run = run(service, calls, load -> load.run(rate, Duration.ofSeconds(seconds)));
        Load.Figures figures = run.figures();
        FigureFile.row(
                "%d times capacity, %d calls/s for %d s".formatted(times, rate, seconds),
                "%.0f answered/s (%.0f %% of capacity), by processor time %.0f %%; p99 %.0f ms; refused p99 %.0f ms; %s; statuses %s; not sent %d",
                figures.goodPerSecond(),
                100 * figures.goodPerSecond() / capacity.figures().goodPerSecond(),
                100 * run.goodPerCpuSecond() / capacity.goodPerCpuSecond(),
                figures.p99(),
                figures.refusedP99(),
                run.processors(),
                figures.statuses(),
                figures.unsent());

        assertThat(figures.statuses()).containsKey(200);
        assertThat(figures.statuses().keySet())
                .as("failures %s", figures.failures())
                .isSubsetOf(200, 503);
    }

    private static Run run(ServiceProcess service, PatientCalls calls, Calls sent) throws InterruptedException {
        double before = service.cpuSeconds();
        Load.Figures figures = sent.send(new Load(number -> calls.about(number).build()));
        return new Run(figures, service.cpuSeconds() - before);
    }
}
