package org.calcinosiscds.commandline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;

/** Explanations of rules as lines for people. */
final class ExplanationText {
    private static final List<String> TRUTH_VALUES =
            List.of(RuleExplanation.TRUE, RuleExplanation.UNDETERMINED, RuleExplanation.FALSE);

    private ExplanationText() {}

    /** The rules that are true with their conditions, then one line each for those that are undetermined and those that are false. */
    static List<String> of(Collection<RuleReason> reasons) {
        return TRUTH_VALUES.stream()
                .flatMap(value -> reasons.stream()
                        .filter(reason -> reason.explanation().value().equals(value))
                        .flatMap(reason ->
                                value.equals(RuleExplanation.TRUE) ? tree(reason).stream() : Stream.of(line(reason))))
                .toList();
    }

    /** What a rule is and every condition that decides it, each in a line below what it decides. */
    static List<String> tree(RuleReason reason) {
        List<String> lines = new ArrayList<>();
        lines.add(reason.rule() + " " + state(reason.explanation().value()));
        reason.explanation().because().forEach(each -> add(each, "  ", lines));
        return lines;
    }

    private static void add(RuleExplanation each, String indent, List<String> lines) {
        lines.add("%s%s = %s  %s".formatted(indent, each.condition(), each.value(), place(each)));
        each.because().forEach(part -> add(part, indent + "  ", lines));
    }

    /** What a rule is and the first condition that decides it. */
    private static String line(RuleReason reason) {
        RuleExplanation deciding = deciding(reason.explanation());
        return "%s %s: %s is %s  %s"
                .formatted(
                        reason.rule(),
                        state(reason.explanation().value()),
                        deciding.condition(),
                        state(deciding.value()),
                        place(deciding));
    }

    private static RuleExplanation deciding(RuleExplanation each) {
        return each.because().stream()
                .filter(part -> TRUTH_VALUES.contains(part.value()))
                .findFirst()
                .map(ExplanationText::deciding)
                .orElse(each);
    }

    private static String state(String value) {
        return value.equals(RuleExplanation.UNDETERMINED) ? "undetermined" : value;
    }

    private static String place(RuleExplanation each) {
        return each.library() + ".cql:" + each.line();
    }
}
