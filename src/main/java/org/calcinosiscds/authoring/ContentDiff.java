package org.calcinosiscds.authoring;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.authoring.CaseAnswer.CaseCard;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.record.PatientBundle;
import org.jspecify.annotations.Nullable;

/** Compares what two versions of content answer about the same patients. Safe for use by many threads. */
public final class ContentDiff {
    private final CaseRunner before;
    private final CaseRunner after;

    /**
     * What the two versions answer about one patient.
     *
     * @param rulesBefore ids of the rules that are true by the old content
     * @param rulesAfter the same by the new content
     * @param sentences one for each difference; empty when the answers are the same
     */
    public record PatientDiff(
            List<String> rulesBefore,
            List<String> rulesAfter,
            int cardsBefore,
            int cardsAfter,
            List<String> sentences) {}

    /** The same question to both versions. */
    private record Question(AssessmentRequest before, AssessmentRequest after, Map<String, Object> parameters) {}

    public ContentDiff(CaseRunner before, CaseRunner after) {
        this.before = before;
        this.after = after;
    }

    /** Reads patients for both versions at once. */
    public PatientReading reading(ZonedDateTime asOf) {
        return PatientReading.of(before, after, asOf);
    }

    /**
     * The patient of a case or a file.
     *
     * @throws KnowledgeException when the case is for a hook without a service, or its record has no Patient
     * @throws org.calcinosiscds.outcome.RejectedInputException when its record or its context is not acceptable
     * @throws org.calcinosiscds.outcome.RequestException as for {@link org.calcinosiscds.outcome.RejectedInputException}
     */
    public PatientDiff compare(PatientSource each) throws IOException {
        CaseInput input = each.input();
        return compare(before.request(input), input.hook(), input.parameters());
    }

    /** A patient of an export, asked about as when the chart is opened. */
    public PatientDiff compare(PatientBundle patient, ZonedDateTime asOf) {
        return compare(
                new AssessmentRequest(
                        before.serviceOf(ContentCase.PATIENT_VIEW).id(),
                        patient,
                        asOf,
                        null,
                        HookContext.NONE.encounterOf(patient)),
                ContentCase.PATIENT_VIEW,
                Map.of());
    }

    private PatientDiff compare(AssessmentRequest request, String hook, Map<String, Object> parameters) {
        Question question =
                new Question(request, request.to(after.serviceOf(hook).id()), parameters);
        CaseAnswer old = before.answer(question.before(), parameters);
        CaseAnswer now = after.answer(question.after(), parameters);
        Set<String> all = new TreeSet<>(old.rules());
        all.addAll(now.rules());
        List<String> found = new ArrayList<>();
        for (String rule : all) {
            boolean isBefore = old.rules().contains(rule);
            boolean isAfter = now.rules().contains(rule);
            if (isBefore != isAfter) {
                found.add((isAfter ? "gains " : "loses ") + rule + why(question, rule));
            }
        }
        compareCards(byProblem(old), byProblem(now), found);
        return new PatientDiff(
                old.rules(), now.rules(), old.cards().size(), now.cards().size(), found);
    }

    private static void compareCards(Map<String, CaseCard> old, Map<String, CaseCard> now, List<String> found) {
        Set<String> problems = new LinkedHashSet<>(old.keySet());
        problems.addAll(now.keySet());
        for (String problem : problems) {
            CaseCard was = old.get(problem);
            CaseCard is = now.get(problem);
            if (was == null || is == null) {
                found.add((was == null ? "gains card " : "loses card ") + problem + ": \""
                        + Objects.requireNonNull(was == null ? is : was).summary() + "\"");
            } else {
                compareCard(was, is, found);
            }
        }
    }

    private static void compareCard(CaseCard was, CaseCard is, List<String> found) {
        String card = "card " + was.problem();
        if (!was.indicator().equals(is.indicator())) {
            found.add(card + " is " + is.indicator() + ", was " + was.indicator());
        }
        if (!was.summary().equals(is.summary())) {
            found.add(card + " says \"" + is.summary() + "\", said \"" + was.summary() + "\"");
        }
        Set<String> gained = new LinkedHashSet<>(is.orders());
        was.orders().forEach(gained::remove);
        Set<String> lost = new LinkedHashSet<>(was.orders());
        is.orders().forEach(lost::remove);
        gained.forEach(order -> found.add(card + " gains order " + order));
        lost.forEach(order -> found.add(card + " loses order " + order));
    }

    /** The innermost condition that has another value than before; empty when the rules are built differently. */
    private String why(Question question, String rule) {
        RuleExplanation old =
                before.explain(question.before(), question.parameters(), rule).orElse(null);
        RuleExplanation now =
                after.explain(question.after(), question.parameters(), rule).orElse(null);
        if (old == null || now == null) {
            return old == null ? ": the rule is new" : ": the rule is gone";
        }
        Map<String, RuleExplanation> values = new TreeMap<>();
        collect(old, values);
        RuleExplanation different = different(now, values);
        return different == null
                ? ""
                : ": " + different.condition() + " is " + different.value() + ", was "
                        + Objects.requireNonNull(values.get(different.condition()))
                                .value() + "  " + different.place();
    }

    private static void collect(RuleExplanation each, Map<String, RuleExplanation> values) {
        values.putIfAbsent(each.condition(), each);
        each.because().forEach(part -> collect(part, values));
    }

    private static @Nullable RuleExplanation different(RuleExplanation each, Map<String, RuleExplanation> values) {
        for (RuleExplanation part : each.because()) {
            RuleExplanation found = different(part, values);
            if (found != null) {
                return found;
            }
        }
        RuleExplanation old = values.get(each.condition());
        return old != null && !old.value().equals(each.value()) ? each : null;
    }

    private static Map<String, CaseCard> byProblem(CaseAnswer answer) {
        Map<String, CaseCard> found = new LinkedHashMap<>();
        answer.cards().forEach(card -> found.put(card.problem(), card));
        return found;
    }
}
