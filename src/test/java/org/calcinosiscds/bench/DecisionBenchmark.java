package org.calcinosiscds.bench;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.ReceivedResource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * What one answer costs in one thread, by the size of the record: reading it, evaluating it, and both. Single answers are sampled,
 * because a mean says little on a machine that does other things too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    /** Laboratory results in the record. */
    @Param({"10", "100", "1000", "10000"})
    int observations;

    private final AnnotationConfigApplicationContext service = new AnnotationConfigApplicationContext();
    private byte[] body = {};
    private PatientBundle patient = new PatientBundle(new org.hl7.fhir.r4.model.Patient(), Map.of(), 0);

    /** Starts the service without its web part. Its limits are lifted: it refuses the largest record, and a cold engine is slow. */
    @Setup
    public void start() {
        service.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "bench",
                        Map.of("calcinosis.limits.resources", 50_000, "calcinosis.evaluation.max-time", "60s")));
        service.register(org.calcinosiscds.wiring.AssessConfiguration.class);
        service.registerBean(Clock.class, Clock::systemUTC);
        service.refresh();
        body = SyntheticRecord.json(SyntheticRecord.prefetch(observations)).getBytes(StandardCharsets.UTF_8);
        patient = parse();
        List<String> problems = evaluate().recommendations().stream()
                .map(Recommendation::problem)
                .toList();
        if (!problems.equals(List.of("MINERAL", "CKD-MBD"))) {
            throw new IllegalStateException(
                    "The record must be answered with the cards of a high product and of kidney disease.");
        }
    }

    @TearDown
    public void stop() {
        service.close();
    }

    /** Guard, parser and patient check, as a request passes them. */
    @Benchmark
    public PatientBundle parse() {
        List<ReceivedResource> resources = service
                .getBean(JsonGuard.class)
                .read(body, SyntheticRecord.prefetch(0).keySet())
                .properties()
                .values()
                .stream()
                .flatMap(value -> service.getBean(BundleReader.class).read(value).resources().stream())
                .toList();
        return new PatientCompartment(SyntheticRecord.PATIENT_ID, null)
                .bundle(resources)
                .orElseThrow();
    }

    @Benchmark
    public Assessment evaluate() {
        return assess(patient);
    }

    @Benchmark
    public Assessment decision() {
        return assess(parse());
    }

    private Assessment assess(PatientBundle record) {
        return service.getBean(DecisionSupport.class)
                .assess(new AssessmentRequest(
                        "calcinosis-patient-view",
                        record,
                        ZonedDateTime.parse(SyntheticRecord.AS_OF),
                        "Practitioner",
                        null));
    }
}
