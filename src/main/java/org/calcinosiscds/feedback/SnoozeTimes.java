package org.calcinosiscds.feedback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.hl7.fhir.r4.model.CodeSystem;
import org.jspecify.annotations.Nullable;

/**
 * How long a problem stays off the screen once a clinician has answered its card: the property {@code snooze} of the code systems of
 * problems, override reasons and urgencies; and how long a reminder does that was only shown: the property {@code reminder} of rules.
 */
final class SnoozeTimes {
    private static final String SYSTEMS = "https://calcinosis-cds.org/fhir/CodeSystem/";
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,3}) (h|d)");

    private final Map<String, Duration> byProblem;
    private final Map<String, Duration> byReason;
    private final Map<String, Duration> byUrgency;
    private final Map<String, String> assessments;
    private final Map<String, Duration> reminders;
    private final Map<String, Duration> reminderStays;

    private SnoozeTimes(
            Map<String, Duration> byProblem,
            Map<String, Duration> byReason,
            Map<String, Duration> byUrgency,
            Map<String, String> assessments,
            Map<String, Duration> reminders,
            Map<String, Duration> reminderStays) {
        this.byProblem = byProblem;
        this.byReason = byReason;
        this.byUrgency = byUrgency;
        this.assessments = assessments;
        this.reminders = reminders;
        this.reminderStays = reminderStays;
    }

    /** @throws KnowledgeException naming a time that cannot be read and an urgency without one */
    static SnoozeTimes of(KnowledgeBase knowledge) {
        List<String> defects = new ArrayList<>();
        SnoozeTimes times = new SnoozeTimes(
                read(knowledge, "problem", "snooze", defects),
                read(knowledge, "override-reason", "snooze", defects),
                read(knowledge, "urgency", "snooze", defects),
                assessments(knowledge),
                read(knowledge, "rule", "reminder", defects),
                read(knowledge, "rule", "reminder-stays", defects));
        // Content that does not say how long cards stay away has no snooze.
        boolean hasSnooze = knowledge.codeSystems().containsKey(SYSTEMS + "urgency");
        for (Urgency urgency : Urgency.values()) {
            if (hasSnooze && !times.byUrgency.containsKey(code(urgency))) {
                defects.add("CodeSystem/urgency concept(" + code(urgency) + "): property snooze is missing.");
            }
        }
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return times;
    }

    /** @param reason why the card was overridden; null when it was accepted or no reason was given */
    Duration of(String problem, Urgency urgency, @Nullable String reason) {
        Duration own = byProblem.get(problem);
        if (own != null) {
            return own;
        }
        Duration byItsReason = reason == null || urgency != Urgency.INFO ? null : byReason.get(reason);
        return byItsReason != null ? byItsReason : byUrgency.getOrDefault(code(urgency), Duration.ZERO);
    }

    /**
     * The CQL parameter that holds the references of what was assessed with this reason.
     *
     * @return null when the reason is no assessment
     */
    @Nullable
    String assessment(@Nullable String reason) {
        return reason == null ? null : assessments.get(reason);
    }

    /** How long an assessment holds; null when it holds for good. */
    @Nullable
    Duration assessed(String reason) {
        return byReason.get(reason);
    }

    /** Rules whose card, when it has no other, is shown once in a time, answered or not. */
    Set<String> reminders() {
        return reminders.keySet();
    }

    /** How long a card of this rule alone stays away once it was shown; null when it does so only once it is answered. */
    @Nullable
    Duration reminder(String rule) {
        return reminders.get(rule);
    }

    /** How long a reminder is still shown after it was first shown. */
    Duration reminderStays(String rule) {
        return reminderStays.getOrDefault(rule, Duration.ZERO);
    }

    private static Map<String, String> assessments(KnowledgeBase knowledge) {
        Map<String, String> parameters = new HashMap<>();
        CodeSystem system = knowledge.codeSystems().get(SYSTEMS + "override-reason");
        if (system != null) {
            system.getConcept()
                    .forEach(concept -> concept.getProperty().stream()
                            .filter(property -> property.getCode().equals("assessment"))
                            .forEach(property ->
                                    parameters.put(concept.getCode(), String.valueOf(property.getValue()))));
        }
        return parameters;
    }

    private static Map<String, Duration> read(KnowledgeBase knowledge, String name, String code, List<String> defects) {
        Map<String, Duration> times = new HashMap<>();
        CodeSystem system = knowledge.codeSystems().get(SYSTEMS + name);
        if (system == null) {
            return times;
        }
        for (CodeSystem.ConceptDefinitionComponent concept : system.getConcept()) {
            for (CodeSystem.ConceptPropertyComponent property : concept.getProperty()) {
                Matcher time = TIME.matcher(String.valueOf(property.getValue()));
                if (!property.getCode().equals(code)) {
                    continue;
                }
                if (time.matches()) {
                    long amount = Long.parseLong(time.group(1));
                    times.put(
                            concept.getCode(),
                            time.group(2).equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount));
                } else {
                    defects.add("CodeSystem/" + name + " concept(" + concept.getCode() + "): property " + code
                            + " must be hours or days such as '24 h' or '90 d'.");
                }
            }
        }
        return times;
    }

    private static String code(Urgency urgency) {
        return urgency.name().toLowerCase(Locale.ROOT);
    }
}
