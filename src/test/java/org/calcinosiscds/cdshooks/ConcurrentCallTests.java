package org.calcinosiscds.cdshooks;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrentCallTests extends HookTest {
    private static final int PATIENTS = 32;

    @Test
    void patientsAtOnceAreNotMixedUp() throws Exception {
        ExecutorService clinicians = Executors.newFixedThreadPool(PATIENTS);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int patient = 0; patient < PATIENTS; patient++) {
                int number = patient;
                calls.add(clinicians.submit(() -> openChartRepeatedly(number)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            clinicians.shutdownNow();
        }
    }

    private void openChartRepeatedly(int number) {
        for (int round = 0; round < 20; round++) {
            call(HookRequest.patientView("patient-" + number, String.valueOf(number)))
                    .statusCode(200)
                    .body("cards[0].detail", equalTo("Patient patient-" + number + ", user Practitioner."))
                    .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalTo(number))
                    .body(
                            "cards[0].suggestions[0].actions.resource.subject.reference",
                            everyItem(equalTo("Patient/patient-" + number)));
        }
    }
}
