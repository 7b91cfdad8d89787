package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand patients at once over HTTP: no answer names a result of another patient. */
@Tag("fault")
class InterleavedPatientTests {
    private static final int CALLS = Length.of(5_000, 100_000);
    private static final int PATIENTS = 1000;
    private static final int CLINICIANS = 16;

    @TempDir
    private Path folder;

    @Test
    void noAnswerHoldsWhatIsAnothersPatients() throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService clinicians = Executors.newFixedThreadPool(CLINICIANS);
        try (ServiceProcess service =
                new ServiceProcess(folder, "--calcinosis.open.deadline=20s", "--calcinosis.evaluation.max-wait=20s")) {
            PatientCalls calls = new PatientCalls(service);
            HttpClient client = HttpClient.newHttpClient();
            Callable<Integer> clinician = () -> {
                int checked = 0;
                for (int call = next.getAndIncrement(); call < CALLS; call = next.getAndIncrement()) {
                    int patient = call * 7919 % PATIENTS;
                    String answer = client.send(calls.about(patient).build(), BodyHandlers.ofString())
                            .body();
                    assertThat(answer).contains("p" + patient + "-o");
                    assertThat(answer).doesNotContainPattern(Pattern.compile("p(?!" + patient + "-)\\d+-o"));
                    checked++;
                }
                return checked;
            };
            List<Future<Integer>> all = new ArrayList<>();
            for (int each = 0; each < CLINICIANS; each++) {
                all.add(clinicians.submit(clinician));
            }
            int checked = 0;
            for (Future<Integer> each : all) {
                checked += each.get();
            }
            FigureFile.row(
                    "%d patients interleaved over HTTP, %d at a time".formatted(PATIENTS, CLINICIANS),
                    "%d answers, none with a result of another patient",
                    checked);
            assertThat(checked).isEqualTo(CALLS);
        } finally {
            clinicians.shutdownNow();
        }
    }
}
