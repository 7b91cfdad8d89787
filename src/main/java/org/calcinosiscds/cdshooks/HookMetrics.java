package org.calcinosiscds.cdshooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.feedback.FeedbackItem;
import org.calcinosiscds.feedback.IssuedCards;
import org.calcinosiscds.recognition.Coverage;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.PatientBundle;
import org.springframework.stereotype.Component;

/** Counts for the operator. Every tag is from a closed set: service, rule, outcome, class of status, kind of entry, code system. */
@Component
public class HookMetrics {
    private static final String RULES_METRIC = "calcinosis.rules";

    private final MeterRegistry registry;
    private final Recognition recognition;

    HookMetrics(MeterRegistry registry, IssuedCards cards, Recognition recognition) {
        this.registry = registry;
        this.recognition = recognition;
        registry.more().counter("calcinosis.cards.lost", List.of(), cards, IssuedCards::lost);
    }

    /** @param shown what is left of the recommendations once snoozed problems are taken out */
    void decided(Assessment assessment, List<Recommendation> shown) {
        assessment.rules().forEach(rule -> count(rule, "fired"));
        shown.forEach(recommendation -> recommendation.rules().forEach(rule -> count(rule, "shown")));
    }

    /**
     * Counts the entries of a record by how they were recognised, and the drafts among them once more: of a draft that is not
     * recognised nothing is said.
     */
    void received(PatientBundle record, Set<String> drafts) {
        Coverage all = new Coverage();
        all.add(recognition, record);
        count("calcinosis.recognition", all);
        Coverage drafted = new Coverage();
        record.byType().values().stream()
                .flatMap(List::stream)
                .filter(resource -> drafts.contains(resource.fhirType() + "/" + resource.getIdPart()))
                .forEach(draft -> drafted.add(recognition, draft));
        count("calcinosis.recognition.drafts", drafted);
    }

    private void count(String metric, Coverage coverage) {
        coverage.shares()
                .forEach((kind, shares) -> shares.forEach((system, share) -> {
                    String name = kind.name().toLowerCase(Locale.ROOT);
                    count(metric, name, system, "code", share.byCode());
                    count(metric, name, system, "name", share.byName());
                    count(metric, name, system, "nothing", share.unrecognised());
                }));
    }

    private void count(String metric, String kind, String system, String by, int entries) {
        if (entries > 0) {
            registry.counter(metric, "kind", kind, "system", system, "by", by).increment(entries);
        }
    }

    void snoozed(int cards) {
        registry.counter("calcinosis.cards.snoozed").increment(cards);
    }

    /** A card said that data was missing, in place of a refusal. */
    void notEvaluated() {
        registry.counter("calcinosis.hooks.degraded").increment();
    }

    /** A call could not be judged because data was missing for this reason. */
    void missing(DataGap.Cause cause) {
        registry.counter("calcinosis.hooks.missing", "cause", cause.code()).increment();
    }

    /**
     * A call that had a place was refused.
     *
     * @param client name of the client
     * @param code {@code throttled} when it waited too long for its turn, {@code timeout} when it had begun too late to be answered
     */
    void tooLate(String client, String code) {
        registry.counter("calcinosis.hooks.late", "client", client, "code", code)
                .increment();
    }

    void feedback(FeedbackItem item, List<String> rules) {
        rules.forEach(rule -> count(rule, item.outcome().code()));
    }

    /** @param service id of a service that exists; {@code none} when the call named none that does */
    void answered(String service, int status, long nanos) {
        Timer.builder("calcinosis.hooks")
                .description("Calls of hooks and of feedback")
                .tag("service", service)
                .tag("status", status / 100 + "xx")
                .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(500))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private void count(String rule, String event) {
        registry.counter(RULES_METRIC, "rule", rule, "event", event).increment();
    }
}
