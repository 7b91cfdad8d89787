package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an explanation cites is what it rests on: without a resource that is cited it would read otherwise, and without one that is not
 * cited the rule would be what it is. A sample of the cases; {@code -Dcases.cited=1} takes all.
 */
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
        Map<String, RuleExplanation> whole = explanations(patient, true);
        answers.assertThat(fired(whole))
                .as("%s, rules that are true", patient)
                .isEqualTo(new TreeSet<>(patient.answer().rules()));
        for (String reference : references(patient)) {
            Map<String, RuleExplanation> rest = explanations(without(patient, Set.of(reference)), false);
            whole.forEach((rule, explanation) -> {
                RuleExplanation now = Objects.requireNonNull(rest.get(rule));
                boolean isCited = explanation
                        .all()
                        .flatMap(condition -> condition.resources().stream())
                        .anyMatch(resource -> resource.reference().equals(reference));
                if (isCited) {
                    answers.assertThat(text(now))
                            .as("%s, %s without %s, which it cites", patient, rule, reference)
                            .isNotEqualTo(text(explanation));
                } else {
                    answers.assertThat(now.value())
                            .as("%s, %s without %s, which it does not cite", patient, rule, reference)
                            .isEqualTo(explanation.value());
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
                    answers.assertThat(text(Objects.requireNonNull(explanations(without(patient, together), false)
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

    private static Map<String, RuleExplanation> explanations(PatientCase patient, boolean withResources) {
        Evaluation evaluation = CaseAnswers.evaluation(patient, patient.record());
        return RuleReasons.explanations(
                        CaseAnswers.COMPILED,
                        evaluation,
                        Objects.requireNonNull(CaseAnswers.COMPILED.services().get(patient.service())),
                        withResources ? new Citations(evaluation) : Citations.NONE)
                .stream()
                .collect(Collectors.toMap(ExplainedRule::rule, ExplainedRule::explanation));
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
