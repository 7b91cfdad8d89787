package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an explanation cites is what it rests on: without a resource that is cited it would read otherwise, and without one that is not
 * cited the rule would be what it is. A sample of the cases; {@code -Dcases.cited=1} takes all.
 */
@Tag("once")
class CitedResourcesTests {
    private static final int STEP = Integer.getInteger("cases.cited", 5);

    @Test
    void explanationsChangeWithWhatTheyCiteAndRulesWithNothingElse() {
        SoftAssertions answers = new SoftAssertions();
        for (PatientCase patient : PatientCase.every(STEP)) {
            check(patient, answers);
        }
        answers.assertAll();
    }

    private static void check(PatientCase patient, SoftAssertions answers) {
        Evaluation evaluation = evaluation(patient);
        Map<String, RuleExplanation> whole = explanations(patient, evaluation, new Citations(evaluation), rule -> true);
        answers.assertThat(fired(whole))
                .as("%s, rules that are true", patient)
                .isEqualTo(new TreeSet<>(patient.answer().rules()));
        Map<String, Set<String>> cited = new HashMap<>();
        whole.forEach((rule, explanation) -> cited.put(rule, cited(explanation)));
        for (String reference : references(patient)) {
            Set<String> citing = whole.keySet().stream()
                    .filter(rule -> cited.get(rule).contains(reference))
                    .collect(Collectors.toSet());
            Evaluation rest = evaluation(without(patient, Set.of(reference)));
            explanations(patient, rest, Citations.NONE, citing::contains)
                    .forEach((rule, now) -> answers.assertThat(text(now))
                            .as("%s, %s without %s, which it cites", patient, rule, reference)
                            .isNotEqualTo(text(whole.get(rule))));
            // Whether a rule is true is known sooner than why, and most rules cite little of a record.
            Map<String, String> values = RuleReasons.values(CaseAnswers.COMPILED, rest, service(patient));
            answers.assertThat(values.keySet()).isEqualTo(whole.keySet());
            values.forEach((rule, now) -> {
                if (!citing.contains(rule)) {
                    answers.assertThat(now)
                            .as("%s, %s without %s, which it does not cite", patient, rule, reference)
                            .isEqualTo(whole.get(rule).value());
                }
            });
        }
        whole.forEach((rule, explanation) -> explanation
                .all()
                .filter(condition -> !condition.alternatives().isEmpty())
                .forEach(condition -> {
                    Set<String> together = condition.alternatives().stream()
                            .map(CitedResource::reference)
                            .collect(Collectors.toSet());
                    answers.assertThat(together)
                            .as("%s, %s, %s", patient, rule, condition.condition())
                            .hasSizeGreaterThan(1);
                    Evaluation rest = evaluation(without(patient, together));
                    answers.assertThat(text(
                                    Objects.requireNonNull(explanations(patient, rest, Citations.NONE, rule::equals)
                                            .get(rule))))
                            .as("%s, %s without %s, of which one is enough", patient, rule, together)
                            .isNotEqualTo(text(explanation));
                }));
    }

    private static Set<String> fired(Map<String, RuleExplanation> explanations) {
        return explanations.keySet().stream()
                .filter(rule ->
                        RuleExplanation.TRUE.equals(explanations.get(rule).value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Evaluation evaluation(PatientCase patient) {
        return CaseAnswers.evaluation(patient, patient.record());
    }

    private static PlanDefinitionLogic service(PatientCase patient) {
        return Objects.requireNonNull(CaseAnswers.COMPILED.services().get(patient.service()));
    }

    private static Map<String, RuleExplanation> explanations(
            PatientCase patient, Evaluation evaluation, Citations citations, Predicate<String> rules) {
        return RuleReasons.explanations(CaseAnswers.COMPILED, evaluation, service(patient), citations, rules).stream()
                .collect(Collectors.toMap(ExplainedRule::rule, ExplainedRule::explanation));
    }

    private static Set<String> cited(RuleExplanation explanation) {
        return explanation
                .all()
                .flatMap(condition -> condition.resources().stream())
                .map(CitedResource::reference)
                .collect(Collectors.toSet());
    }

    private static List<String> text(RuleExplanation each) {
        List<String> lines = new ArrayList<>();
        lines.add(each.condition() + " = " + each.value());
        each.because().forEach(part -> lines.addAll(text(part)));
        return lines;
    }

    private static Set<String> references(PatientCase patient) {
        Set<String> references = new TreeSet<>();
        patient.resources().forEach(resource -> references.add(reference(resource)));
        patient.context()
                .forEach(
                        each -> each.path("entry").forEach(entry -> references.add(reference(entry.path("resource")))));
        references.removeIf(each -> each.startsWith("Patient/") || each.endsWith("/"));
        // Without the draft that is selected there is no question.
        patient.context().path("selections").forEach(selected -> references.remove(selected.asString()));
        return references;
    }

    private static String reference(JsonNode resource) {
        return resource.path("resourceType").asString("") + "/"
                + resource.path("id").asString("");
    }

    private static PatientCase without(PatientCase patient, Set<String> references) {
        ObjectNode bundle = patient.bundle().deepCopy();
        ObjectNode context = patient.context().deepCopy();
        remove(bundle, references);
        context.forEach(each -> remove(each, references));
        return patient.with(bundle, patient.expected(), context);
    }

    private static void remove(JsonNode bundle, Set<String> references) {
        if (bundle.path("entry") instanceof ArrayNode entries) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (references.contains(reference(entries.get(i).path("resource")))) {
                    entries.remove(i);
                }
            }
        }
    }
}
