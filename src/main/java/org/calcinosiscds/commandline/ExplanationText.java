package org.calcinosiscds.commandline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;

/** Explanations of rules as lines for people. */
final class ExplanationText {
    private static final List<String> TRUTH_VALUES =
            List.of(RuleExplanation.TRUE, RuleExplanation.UNDETERMINED, RuleExplanation.FALSE);

    private ExplanationText() {}

    /** The rules that are true with their conditions, then one line each for those that are undetermined and those that are false. */
    static List<String> of(Collection<ExplainedRule> rules) {
        return TRUTH_VALUES.stream()
                .flatMap(value -> rules.stream()
                        .filter(rule -> rule.explanation().value().equals(value))
                        .flatMap(rule ->
                                value.equals(RuleExplanation.TRUE) ? tree(rule).stream() : Stream.of(line(rule))))
                .toList();
    }

    /** What a rule is and every condition that decides it, each in a line below what it decides. */
    static List<String> tree(ExplainedRule rule) {
        List<String> lines = new ArrayList<>();
        lines.add(rule.rule() + " " + rule.explanation().state());
        rule.explanation().because().forEach(each -> add(each, "  ", lines));
        return lines;
    }

    private static void add(RuleExplanation each, String indent, List<String> lines) {
        lines.add("%s%s = %s  %s".formatted(indent, each.condition(), each.value(), each.place()));
        each.resources().forEach(resource -> lines.add(indent + "  " + text(resource)));
        each.alternatives().forEach(resource -> lines.add(indent + "  one of " + text(resource)));
        each.because().forEach(part -> add(part, indent + "  ", lines));
    }

    private static String text(CitedResource resource) {
        return Stream.of(resource.reference(), resource.value(), resource.unit(), resource.date())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /** What a rule is and the first condition that decides it. */
    private static String line(ExplainedRule rule) {
        RuleExplanation deciding = rule.explanation().deciding();
        return "%s %s: %s is %s  %s"
                .formatted(
                        rule.rule(),
                        rule.explanation().state(),
                        deciding.condition(),
                        deciding.state(),
                        deciding.place());
    }
}
