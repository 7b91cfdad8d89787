package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.decision.EvaluationException;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiled program does beside having the engine's values. */
class ProgramTests {
    private static final VersionedIdentifier KIDNEY =
            new VersionedIdentifier().withId("Kidney").withVersion("1.0.0");
    private static final String BEFORE = "define \"On Dialysis\":";

    @TempDir
    Path folder;

    /** The engine multiplies in place, which would make the define ten times as large for its next reader. */
    @Test
    void multiplicationLeavesTheDefineAsItIs() {
        CompiledKnowledge compiled = with("""
                define "Dose": System.Quantity { value: 2.0, unit: 'mg' }

                define "Doses": { "Dose" * 10.0, "Dose" * 10.0, "Dose" }

                """);

        assertThat(value(compiled, "Doses")).hasToString("[20.00 'mg', 20.00 'mg', 2.0 'mg']");
    }

    /** The alias of the inner query must not take the place of what the let has found meanwhile. */
    @Test
    void letThatIsFirstAskedForInAnInnerQueryHasItsOwnVariables() {
        CompiledKnowledge compiled = with("""
                define "Sums":
                  ({ 1, 2 }) Outer
                    let own: First(({ 10, 20 }) Mine where Mine > Outer return all Mine + Outer)
                    return all First(({ 100, 200 }) Inner where Inner > own return all Inner + own + Inner)

                """);

        assertThat(value(compiled, "Sums")).hasToString("[211, 212]");
    }

    @Test
    void letThatNothingAsksForIsNotEvaluated() {
        CompiledKnowledge compiled = with("""
                define "Ones":
                  ({ 1 }) Number
                    let failing: singleton from { true, false }
                    return all if Number = 1 then Number else if failing then 2 else 3

                """);

        assertThat(value(compiled, "Ones")).hasToString("[1]");
    }

    /** What our table does not have, inside of what it has, with the variables around it. */
    @Test
    void kindsThatAreLeftToTheEngineSeeTheVariablesAroundThem() {
        CompiledKnowledge compiled = with("""
                define function "Pairs"(first Integer):
                  from ({ 1, 2 }) A, ({ 3 }) B
                    where A + first > 2
                    return all A + B + first

                define "Pairs Of All":
                  ({ 1, 2 }) Each
                    let double: Each * 2
                    return all Sum("Pairs"(double))

                define "Power": 2 ^ 3

                """);

        assertThat(value(compiled, "Pairs Of All")).hasToString("[13, 17]");
        assertThat(value(compiled, "Power")).isEqualTo(8);
    }

    @Test
    void listenerSeesEachExpressionAndItsValue() {
        CompiledKnowledge compiled = with("""
                define "Text": if 1 = 2 then 'no' else 'yes'

                """);

        // A later listener sees what was compiled for the first.
        assertThat(literals(compiled)).containsExactly("1", "2", "yes");
        assertThat(literals(compiled)).containsExactly("1", "2", "yes");
    }

    /** Values of the literals that are evaluated for the define "Text", in their order. */
    private static Set<String> literals(CompiledKnowledge compiled) {
        Set<String> literals = new LinkedHashSet<>();
        List<Expression> open = new ArrayList<>();
        PatientCase patient = PatientCase.all().get(0);
        EvaluationListener listener = new EvaluationListener() {
            @Override
            public void started(Library library, Expression expression) {
                open.add(expression);
            }

            @Override
            public void finished(Library library, Expression expression, @Nullable Object value) {
                assertThat(library.getIdentifier()).isEqualTo(KIDNEY);
                assertThat(open.remove(open.size() - 1)).isSameAs(expression);
                if (expression instanceof Literal) {
                    literals.add(String.valueOf(value));
                }
            }
        };

        assertThat(new Evaluation(compiled, patient.record(), patient.asOf(), Map.of(), listener)
                        .evaluate(KIDNEY, List.of("Text")))
                .containsEntry("Text", "yes");
        assertThat(open).isEmpty();
        return literals;
    }

    @Test
    void failureInsideOfAFunctionHasThePlaceInIt() {
        CompiledKnowledge compiled = with("""
                define function "Only"(several List<Boolean>):
                  singleton from several

                define "Failing": "Only"({ true, false })

                """);

        assertThatThrownBy(() -> value(compiled, "Failing"))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(
                        "define Failing, failed with InvalidOperatorArgument in library Kidney, line 8, column 3");
    }

    private CompiledKnowledge with(String defines) {
        return new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", BEFORE, defines + BEFORE)
                .compile();
    }

    private static @Nullable Object value(CompiledKnowledge compiled, String define) {
        PatientCase patient = PatientCase.all().get(0);
        return new Evaluation(compiled, patient.record(), patient.asOf(), Map.of())
                .evaluate(KIDNEY, List.of(define))
                .get(define);
    }
}
