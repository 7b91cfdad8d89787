package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the candidates of a query. */
class QueryExplainerTests {
    @TempDir
    Path folder;

    @Test
    void withThatFindsNoPartnerIsNamedWithItsCandidates() {
        assertThat(explained("exists (({ 1, 2 }) A with ({ 3, 4 }) B such that B > 2 and B = A where A > 1)"))
                .isEqualTo("""
                        exists (({ 1, 2 }) A with ({ 3, 4 }) B such that B > 2 and B = A where A > 1) = false
                          ({ 1, 2 }) = 2 candidates, none meets the conditions
                            2 = false
                              with ({ 3, 4 }) = 2 candidates, none meets the such that
                                3 = false
                                  B = A = false
                                4 = false
                                  B = A = false
                            1 = false
                              with ({ 3, 4 }) = 2 candidates, none meets the such that
                                3 = false
                                  B = A = false
                                4 = false
                                  B = A = false
                              A > 1 = false
                        """);
    }

    @Test
    void withoutThatFindsOneIsNamedWithIt() {
        assertThat(explained("exists (({ 1, 2 }) A without ({ 2, 3 }) B such that B >= A)"))
                .isEqualTo("""
                exists (({ 1, 2 }) A without ({ 2, 3 }) B such that B >= A) = false
                  ({ 1, 2 }) = 2 candidates, none meets the conditions
                    1 = false
                      without ({ 2, 3 }) = 2 candidates, 2 meet the such that
                        2 = true
                        3 = true
                    2 = false
                      without ({ 2, 3 }) = 2 candidates, 2 meet the such that
                        2 = true
                        3 = true
                """);
    }

    @Test
    void combinationsOfSeveralSourcesAreCandidates() {
        assertThat(explained("exists (from ({ 1, 2 }) A, ({ 5, 6 }) B where A > 1 and B > 5)"))
                .isEqualTo("""
                        exists (from ({ 1, 2 }) A, ({ 5, 6 }) B where A > 1 and B > 5) = true
                          ({ 1, 2 }), ({ 5, 6 }) = 4 combinations, 1 meets the where
                            2, 6 = true
                        """);
    }

    @Test
    void notMoreThanAHundredCombinationsAreLookedAt() {
        assertThat(explained(
                        "exists (from (expand Interval[1, 30] per 1) A, ({ 5, 6, 7, 8 }) B where A > 90 and B > 5)"))
                .contains("100 of 120 combinations, none meets the where");
    }

    @Test
    void sourceWithoutElementsIsFollowed() {
        assertThat(explained("exists (from ({ 1 }) A, (({ 5 }) C where C > 5) B where A = B" + ")"))
                .contains("({ 5 }) = 1 candidate, none meets the where", "C > 5 = false")
                .doesNotContain("A = B = ");
    }

    /** The second let fails, and nothing asks for it. */
    @Test
    void letIsEvaluatedWhereAConditionUsesIt() {
        String explained = explained("exists (({ 1 }) A let double: A * 2, failing: singleton from { true, false }"
                + " where double > 2 and failing)");

        assertThat(explained).contains("1 candidate, none meets the where", "double > 2 = false", "double = 2");
        assertThat(explained).doesNotContain("failing =");
    }

    private String explained(String expression) {
        CompiledKnowledge compiled = new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "exists [Condition: \"Dialysis\"]", expression)
                .compile();
        PatientCase patient = PatientCase.all().get(0);
        Evaluation evaluation = new Evaluation(compiled, patient.record(), patient.asOf(), Map.of());
        Library kidney = compiled.libraries().getCompiledLibraries().values().stream()
                .map(each -> Objects.requireNonNull(each.getLibrary()))
                .filter(each -> "Kidney"
                        .equals(Objects.requireNonNull(each.getIdentifier()).getId()))
                .findFirst()
                .orElseThrow();
        ExpressionDef define = LibraryResolver.definitions(kidney).stream()
                .filter(each -> "On Dialysis".equals(each.getName()))
                .findFirst()
                .orElseThrow();
        return new RuleExplainer(compiled, evaluation, Citations.NONE)
                .explain(kidney, define).because().stream()
                        .map(each -> text(each, ""))
                        .collect(Collectors.joining());
    }

    private static String text(RuleExplanation each, String indent) {
        return indent + each.condition() + " = " + each.value() + "\n"
                + each.because().stream()
                        .map(below -> text(below, indent + "  "))
                        .collect(Collectors.joining());
    }
}
