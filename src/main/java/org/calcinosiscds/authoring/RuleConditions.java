package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.decision.RuleExplanation;
import tools.jackson.databind.node.ObjectNode;

/** The conditions that made a rule what a case does not expect. */
final class RuleConditions {
    private RuleConditions() {}

    /** Rules that are true and not expected, or expected and not true; also those that a short case says are not true, and are. */
    static Set<String> differing(List<String> expected, List<String> actual, ObjectNode stated) {
        Set<String> differing = new TreeSet<>(expected);
        actual.forEach(rule -> {
            if (!differing.remove(rule) || stated.path("no").has(rule)) {
                differing.add(rule);
            }
        });
        return differing;
    }

    /** Each condition of a rule that is true, or the innermost one for which it is not. */
    static Stream<String> of(String rule, RuleExplanation explanation) {
        List<RuleExplanation> conditions = explanation.value().equals(RuleExplanation.TRUE)
                        && !explanation.because().isEmpty()
                ? explanation.because()
                : List.of(explanation.deciding());
        return conditions.stream()
                .map(each -> "%s is %s: %s is %s  %s"
                        .formatted(rule, explanation.state(), each.condition(), each.value(), each.place()));
    }
}
