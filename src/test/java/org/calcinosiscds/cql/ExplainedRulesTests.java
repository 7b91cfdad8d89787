package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In every case an explanation says of each rule what the rules say, and what it says of a query agrees with itself. */
@Tag("once")
class ExplainedRulesTests {
    private static final Pattern COUNT = Pattern.compile("(\\d+) candidates?, (none|\\d+) meets? the where");

    /** How Java writes an object that has no text. */
    private static final Pattern OBJECT = Pattern.compile("[a-z]\\.[A-Z]\\w+@[0-9a-f]+|Type\\[");

    @Test
    void rulesAreExplainedAsWhatTheyAre() {
        List<String> wrong = new ArrayList<>();
        int queries = 0;
        for (PatientCase patient : PatientCase.all()) {
            Map<String, RuleExplanation> explained = explanations(patient);
            Set<String> areTrue = new TreeSet<>();
            explained.forEach((rule, explanation) -> {
                if (explanation.value().equals("true")) {
                    areTrue.add(rule);
                }
            });
            if (!areTrue.equals(new TreeSet<>(patient.answer().rules()))) {
                wrong.add(patient + ": " + areTrue + " are explained as true, and "
                        + patient.answer().rules() + " are");
            }
            for (RuleExplanation explanation : explained.values()) {
                explanation
                        .all()
                        .filter(each ->
                                OBJECT.matcher(each.condition() + each.value()).find())
                        .forEach(each -> wrong.add(patient + ": " + each.condition() + " = " + each.value()));
                for (RuleExplanation each :
                        explanation.all().flatMap(ExplainedRulesTests::queries).toList()) {
                    queries++;
                    if (!agrees(each)) {
                        wrong.add(patient + ": " + each.condition() + " = " + each.value() + " in " + each.library()
                                + " line " + each.line());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(queries).isGreaterThan(1000);
    }

    /** The condition itself where it is over a query, as {@code exists} is. */
    private static Stream<RuleExplanation> queries(RuleExplanation each) {
        return each.because().stream()
                        .anyMatch(part -> COUNT.matcher(part.value()).matches())
                ? Stream.of(each)
                : Stream.empty();
    }

    /** It has elements exactly when one meets the condition, and of each that does not it says why. */
    private static boolean agrees(RuleExplanation each) {
        for (RuleExplanation query : each.because()) {
            Matcher count = COUNT.matcher(query.value());
            boolean isFound = count.matches() && !count.group(2).equals("none");
            boolean isOfList =
                    each.condition().startsWith("exists ") || each.value().equals("[]");
            if (count.matches()
                    && (query.because().isEmpty()
                            || (isOfList && isFound != each.value().equals("true"))
                            || !query.because().stream()
                                    .allMatch(candidate -> candidate.value().equals("true") == isFound
                                            && candidate.because().isEmpty() == isFound))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, RuleExplanation> explanations(PatientCase patient) {
        Evaluation evaluation = CaseAnswers.evaluation(patient, patient.record());
        return RuleReasons.explanations(
                        CaseAnswers.COMPILED,
                        evaluation,
                        Objects.requireNonNull(CaseAnswers.COMPILED.services().get(patient.service())),
                        Citations.NONE)
                .stream()
                .collect(Collectors.toMap(ExplainedRule::rule, ExplainedRule::explanation));
    }
}
