package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Operators;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.record.PatientBundle;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Our walk through the ELM answers what the engine's own does. */
class InterpreterTests {
    /** All of them in half a minute, for changes of the interpreter and new versions of the engine. */
    private static final int CASES = Integer.getInteger("engine.cases", 300);

    private static final int WHOLE_CASES = 8;
    private static final long SEED = 20261121L;

    @Test
    void whatServicesAskIsAnsweredAsTheEngineAnswersIt() {
        for (PatientCase patient : sample(CASES)) {
            PlanDefinitionLogic plan =
                    Objects.requireNonNull(CaseAnswers.COMPILED.services().get(patient.service()));
            assertThat(EngineAnswers.differences(patient, patient.record(), plan.library(), EngineAnswers.asked(plan)))
                    .as(patient.name())
                    .isEmpty();
        }
    }

    @Test
    void everyDefineOfEveryLibraryIsAnsweredAsTheEngineAnswersIt() {
        for (PatientCase patient : sample(WHOLE_CASES)) {
            PatientBundle record = patient.record();
            for (VersionedIdentifier library : libraries()) {
                assertThat(EngineAnswers.differences(patient, record, library, EngineAnswers.defines(library)))
                        .as(patient.name())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyKindOfExpressionInTheKnowledgeBaseIsInTheTable() {
        Set<String> unknown = new TreeSet<>();
        BaseElmLibraryVisitor<@Nullable Void, @Nullable Void> walk = new BaseElmLibraryVisitor<>() {
            @Override
            public @Nullable Void visitExpression(Expression expression, @Nullable Void context) {
                if (!Operators.kinds().contains(expression.getClass())) {
                    unknown.add(expression.getClass().getSimpleName());
                }
                return super.visitExpression(expression, context);
            }

            @Override
            protected @Nullable Void defaultResult(Element element, @Nullable Void context) {
                return null;
            }
        };
        for (VersionedIdentifier library : libraries()) {
            LibraryResolver.definitions(CaseAnswers.COMPILED.library(library)).stream()
                    .map(ExpressionDef::getExpression)
                    .filter(Objects::nonNull)
                    .forEach(expression -> walk.visitExpression(expression, null));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void failureNamesWhatWasAskedForAndWhereItFailed(@TempDir Path folder) {
        CompiledKnowledge compiled = new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "  exists [Condition: \"Dialysis\"]", "  singleton from { true, false }")
                .compile();
        Evaluation evaluation = new Evaluation(
                compiled,
                PatientCase.all().get(0).record(),
                PatientCase.all().get(0).asOf(),
                Map.of());

        assertThatThrownBy(() -> evaluation.evaluate(
                        new VersionedIdentifier().withId("Small").withVersion("1.0.0"), List.of("Rules True")))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("Library Small, define Rules True, failed with InvalidOperatorArgument"
                        + " in library Kidney, line 8, column 3.");
    }

    /** The comparison itself sees what a clinician would. */
    @Test
    void valuesThatDifferInTypeScaleOrOrderAreNotTheSame() {
        assertThat(EngineAnswers.same(new BigDecimal("71.40"), new BigDecimal("71.40")))
                .isTrue();
        assertThat(EngineAnswers.same(new BigDecimal("71.40"), new BigDecimal("71.4")))
                .isFalse();
        assertThat(EngineAnswers.same(1, new BigDecimal("1"))).isFalse();
        assertThat(EngineAnswers.same(null, false)).isFalse();
        assertThat(EngineAnswers.same(List.of(1, 2), List.of(2, 1))).isFalse();
        assertThat(EngineAnswers.same(List.of(1), Arrays.asList(1, null))).isFalse();
        assertThat(EngineAnswers.same(tuple("a", 1), tuple("a", 1))).isTrue();
        assertThat(EngineAnswers.same(tuple("a", 1), tuple("b", 1))).isFalse();
        assertThat(EngineAnswers.same(tuple("a", 1), tuple("a", null))).isFalse();
    }

    private static Tuple tuple(String name, @Nullable Object value) {
        Map<String, @Nullable Object> elements = new LinkedHashMap<>();
        elements.put(name, value);
        return new Tuple().withElements(elements);
    }

    private static Set<VersionedIdentifier> libraries() {
        return CaseAnswers.COMPILED.libraries().getCompiledLibraries().keySet();
    }

    /** Cases by chance, and one of each service. */
    private static List<PatientCase> sample(int size) {
        List<PatientCase> shuffled = new ArrayList<>(PatientCase.all());
        Collections.shuffle(shuffled, new Random(SEED));
        Map<String, PatientCase> ofEachService = new LinkedHashMap<>();
        shuffled.forEach(patient -> ofEachService.putIfAbsent(patient.service(), patient));
        List<PatientCase> sample = new ArrayList<>(ofEachService.values());
        shuffled.removeAll(sample);
        sample.addAll(shuffled.subList(0, Math.min(size, shuffled.size())));
        return sample;
    }
}
