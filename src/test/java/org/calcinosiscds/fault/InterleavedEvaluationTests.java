package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.calcinosiscds.bench.HookCall;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.ReceivedResource;
import org.calcinosiscds.wiring.AssessConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A thousand patients, several at a time and without HTTP: no assessment names a result of another patient. */
@Tag("fault")
class InterleavedEvaluationTests {
    private static final int ASSESSMENTS = Length.of(20_000, 1_000_000);
    private static final int PATIENTS = 1000;
    private static final int THREADS = 8;
    private static final ZonedDateTime AS_OF = ZonedDateTime.parse(HookCall.asOf());
    private static final Set<String> KEYS = Set.of("patient", "observations", "conditions");

    private final AnnotationConfigApplicationContext service = new AnnotationConfigApplicationContext();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void noAssessmentHoldsWhatIsAnotherPatients() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (service) {
            start();
            long begin = System.nanoTime();
            Callable<Integer> some = this::assessPatients;
            List<Future<Integer>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(some));
            }
            int checked = 0;
            for (Future<Integer> each : all) {
                checked += each.get();
            }
            FigureFile.row(
                    "%d patients interleaved in one process, %d at a time".formatted(PATIENTS, THREADS),
                    "%d assessments in %d s, none with a result of another patient",
                    checked,
                    (System.nanoTime() - begin) / 1_000_000_000);
            assertThat(checked).isEqualTo(ASSESSMENTS);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Without its web part; callers wait for each other as long as it takes. */
    private void start() {
        service.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "fault",
                        Map.of(
                                "calcinosis.evaluation.threads",
                                THREADS,
                                "calcinosis.evaluation.max-wait",
                                "60s",
                                "calcinosis.evaluation.max-time",
                                "60s")));
        service.register(AssessConfiguration.class);
        service.registerBean(Clock.class, Clock::systemUTC);
        service.refresh();
    }

    private int assessPatients() {
        DecisionSupport support = service.getBean(DecisionSupport.class);
        String record = HookCall.prefetch();
        int checked = 0;
        for (int call = next.getAndIncrement(); call < ASSESSMENTS; call = next.getAndIncrement()) {
            int number = Math.floorMod(call * 7919, PATIENTS);
            String assessment = support.assess(new AssessmentRequest(
                            "calcinosis-patient-view", patient(record, number), AS_OF, "Practitioner", null))
                    .toString();
            assertThat(assessment).contains("p" + number + "-o");
            assertThat(assessment).doesNotContainPattern(Pattern.compile("p(?!" + number + "-)\\d+-o"));
            checked++;
        }
        return checked;
    }

    private PatientBundle patient(String record, int number) {
        JsonValue prefetch = service.getBean(JsonGuard.class)
                .read(PatientCalls.ofPatient(record, number).getBytes(StandardCharsets.UTF_8), KEYS);
        List<ReceivedResource> resources = prefetch.properties().values().stream()
                .flatMap(value -> service.getBean(BundleReader.class).read(value).resources().stream())
                .toList();
        return new PatientCompartment("p" + number, null).bundle(resources).orElseThrow();
    }
}
