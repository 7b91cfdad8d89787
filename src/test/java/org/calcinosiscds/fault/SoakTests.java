package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls at about half of the capacity for a long time: nothing grows. */
@Tag("fault")
class SoakTests {
    private static final int RATE = Integer.getInteger("fault.soak.rate", 50);
    private static final double MEGABYTE = 1024 * 1024;

    @TempDir
    private Path folder;

    @Test
    void heapThreadsAndDescriptorsStayFlat() throws Exception {
        Duration part = Duration.ofSeconds(Length.of(60, 1200));
        try (ServiceProcess service = new ServiceProcess(folder)) {
            PatientCalls calls = new PatientCalls(service);
            new Load(number -> calls.about(number).build()).run(RATE, Duration.ofSeconds(Length.of(20, 60)));
            long heap = service.liveHeap();
            long threads = service.threads();
            long descriptors = service.descriptors();
            Load.Figures first = new Load(number -> calls.about(number).build()).run(RATE, part);
            new Load(number -> calls.about(number).build()).run(RATE, part);
            Load.Figures last = new Load(number -> calls.about(number).build()).run(RATE, part);

            FigureFile.row(
                    "soak, %d calls/s for %d s".formatted(RATE, 3 * part.toSeconds()),
                    "live heap %.1f MB before, %.1f MB after; threads %d, %d; descriptors %d, %d; p99 of the first third %.1f ms, of the last %.1f ms; statuses of the last %s",
                    heap / MEGABYTE,
                    service.liveHeap() / MEGABYTE,
                    threads,
                    service.threads(),
                    descriptors,
                    service.descriptors(),
                    first.p99(),
                    last.p99(),
                    last.statuses());
            assertThat(last.statuses().keySet()).isSubsetOf(Length.GOOD);
            assertThat(service.liveHeap()).isLessThan((long) (heap * 1.15));
            assertThat(service.threads()).isLessThan(threads + 70);
        }
    }
}
