package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The value of a function of one short operand is kept for an evaluation. */
class KeptCallsTests {
    private static final VersionedIdentifier KIDNEY =
            new VersionedIdentifier().withId("Kidney").withVersion("1.0.0");
    private static final String BEFORE = "define \"On Dialysis\":";

    @TempDir
    Path folder;

    private final List<String> values = new ArrayList<>();

    @Test
    void eachValueOfTheOperandIsEvaluatedOnce() {
        CompiledKnowledge compiled = with("""
                define function "Doubled"(number Integer): number + number

                define "Tried": { "Doubled"(21), "Doubled"(21), "Doubled"(1 + 20), "Doubled"(4) }

                """);

        assertThat(value(compiled)).hasToString("[42, 42, 42, 8]");
        assertThat(values).filteredOn("Add 42"::equals).hasSize(1);
    }

    /** Equal quantities are not the same: a window in hours begins at an instant, one in days with a day. */
    @Test
    void quantitiesAreToldApartAsTheyAreWritten() {
        CompiledKnowledge compiled = with("""
                define function "Text Of"(window System.Quantity): ToString(window)

                define "Tried":
                  { "Text Of"(1 day), "Text Of"(24 hours), "Text Of"(1.0 'd'), "Text Of"(1.00 'd'), "Text Of"(1 day), "Text Of"(null as System.Quantity) }

                """);

        assertThat(value(compiled)).hasToString("[1 'day', 24 'hours', 1.0 'd', 1.00 'd', 1 'day', null]");
    }

    @Test
    void valueThatIsNullIsKept() {
        CompiledKnowledge compiled = with("""
                define function "Next"(text String): if text = 'a' then 'b' else null

                define "Tried": { "Next"('a'), "Next"('x'), "Next"('x'), "Next"(null as String) }

                """);

        assertThat(value(compiled)).hasToString("[b, null, null, null]");
        assertThat(values).filteredOn("Equal false"::equals).hasSize(1);
    }

    /** The aliases around a call are no part of its value. */
    @Test
    void callInAQueryIsOfItsOperandAlone() {
        CompiledKnowledge compiled = with("""
                define function "Longer"(text String): First(({ text }) Each return all Each + 'x')

                define "Tried": ({ 'a', 'b', 'a' }) Each return all Each + "Longer"(Each)

                """);

        assertThat(value(compiled)).hasToString("[aax, bbx, aax]");
    }

    private CompiledKnowledge with(String defines) {
        return new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", BEFORE, defines + BEFORE)
                .compile();
    }

    /** The value of the define "Tried"; values of all expressions are noted. */
    private @Nullable Object value(CompiledKnowledge compiled) {
        PatientCase patient = PatientCase.all().get(0);
        EvaluationListener listener = new EvaluationListener() {
            @Override
            public void started(Library library, Expression expression) {}

            @Override
            public void finished(Library library, Expression expression, @Nullable Object value) {
                values.add(expression.getClass().getSimpleName() + ' ' + value);
            }
        };
        values.clear();
        return new Evaluation(compiled, patient.record(), patient.asOf(), Map.of(), listener)
                .evaluate(KIDNEY, List.of("Tried"))
                .get("Tried");
    }
}
