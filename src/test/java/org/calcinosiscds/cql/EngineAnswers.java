package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Program;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** The same questions to the {@link Program} and to the engine's own visitor. */
final class EngineAnswers {
    private static final String FAILED = "failed";

    private EngineAnswers() {}

    /** What a service may ask about a patient, of its own library. */
    static List<String> asked(PlanDefinitionLogic plan) {
        List<String> asked = new ArrayList<>(List.of(plan.rules()));
        plan.product().ifPresent(asked::add);
        for (PlanAction card : plan.actions()) {
            asked.add(card.condition());
            asked.addAll(card.defines());
        }
        return asked.stream().distinct().toList();
    }

    /** Every define of a library, as {@code $evaluate} may ask for it. */
    static List<String> defines(VersionedIdentifier library) {
        return LibraryResolver.definitions(CaseAnswers.COMPILED.library(library)).stream()
                .filter(define -> !(define instanceof FunctionDef))
                .map(define -> String.valueOf(define.getName()))
                .toList();
    }

    /** Each define that the two answer differently, with both answers. */
    static Map<String, String> differences(
            PatientCase patient, PatientBundle record, VersionedIdentifier library, List<String> defines) {
        Map<String, @Nullable Object> expected =
                values(asked -> byTheEngine(patient, record).evaluate(library, asked), defines);
        Map<String, @Nullable Object> found =
                values(asked -> CaseAnswers.evaluation(patient, record).evaluate(library, asked), defines);
        Map<String, String> differences = new TreeMap<>();
        for (String define : defines) {
            if (!same(expected.get(define), found.get(define))) {
                differences.put(
                        library.getId() + " " + define,
                        "engine " + expected.get(define) + ", ours " + found.get(define));
            }
        }
        return differences;
    }

    static EngineEvaluation byTheEngine(PatientCase patient, PatientBundle record) {
        AssessmentRequest question = CaseQuestions.about(patient, record);
        Map<String, Object> parameters = new HashMap<>(
                EngineParameters.of(question, CaseAnswers.COMPILED.knowledge().settings()));
        parameters.putAll(patient.parameters());
        return new EngineEvaluation(CaseAnswers.COMPILED, question.patient(), patient.asOf(), parameters);
    }

    /** All at once, as a service asks; one by one where that fails, so that only the define which fails has no value. */
    private static Map<String, @Nullable Object> values(
            Function<List<String>, Map<String, @Nullable Object>> evaluation, List<String> defines) {
        try {
            return evaluation.apply(defines);
        } catch (EvaluationException | CqlException e) {
            if (defines.size() == 1) {
                return Map.of(defines.get(0), FAILED);
            }
            Map<String, @Nullable Object> values = new HashMap<>();
            defines.forEach(define -> values.putAll(values(evaluation, List.of(define))));
            return values;
        }
    }

    /** Of the same type and, down to precision, offset and scale, the same in content; lists in the same order. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null || one == other) {
            return one == other;
        }
        if (one instanceof Iterable<?> list && other instanceof Iterable<?> others) {
            return sameInOrder(elements(list), elements(others));
        }
        if (one instanceof Tuple tuple && other instanceof Tuple others) {
            return new LinkedHashMap<>(tuple.getElements())
                            .keySet()
                            .equals(others.getElements().keySet())
                    && sameInOrder(
                            new ArrayList<>(new TreeMap<>(tuple.getElements()).values()),
                            new ArrayList<>(new TreeMap<>(others.getElements()).values()));
        }
        if (one instanceof Base resource && other instanceof Base others) {
            return resource.equalsDeep(others);
        }
        return one.getClass() == other.getClass() && one.toString().equals(other.toString());
    }

    private static boolean sameInOrder(List<?> some, List<?> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!same(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<@Nullable Object> elements(Iterable<?> list) {
        List<@Nullable Object> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }
}
