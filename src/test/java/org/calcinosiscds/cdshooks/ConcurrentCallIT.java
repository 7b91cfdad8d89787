package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrentCallIT extends HookTest {
    private static final int PATIENTS = 32;

    @Test
    void patientsAtOnceAreNotMixedUp() throws Exception {
        ExecutorService clinicians = Executors.newFixedThreadPool(PATIENTS);
        try {
            List<Callable<Void>> calls = IntStream.range(100, 100 + PATIENTS)
                    .<Callable<Void>>mapToObj(number -> () -> openChartRepeatedly(number))
                    .toList();
            for (Future<Void> call : clinicians.invokeAll(calls)) {
                call.get();
            }
        } finally {
            clinicians.shutdownNow();
        }
    }

    @SuppressWarnings("NullAway") // A Callable<Void> has nothing else to return.
    private Void openChartRepeatedly(int number) throws Exception {
        byte[] chart = HookRequest.patientView("patient-" + number, String.valueOf(number))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 50; round++) {
            HttpResponse<String> answer = post(chart);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"detail\":\"Patient patient-" + number + ", user Practitioner.\"")
                    .contains("\"product\":{\"value\":" + number + ",")
                    .contains("\"subject\":{\"reference\":\"Patient/patient-" + number + "\"}");
            assertThat(answer.body().replace("atient-" + number, "")).doesNotContainPattern("atient-\\d");
        }
        return null;
    }
}
