package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.calcinosiscds.cql.PrecomputedDefines.Outcome;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * Evaluates every define for an empty record, once at start, and notes what it reads on the way. An evaluation depends on nothing but
 * what it reads: a patient for whom each of those retrieves finds nothing either, asked about with the same parameters, is evaluated to
 * the same value, and the evaluation can be left out. A define that reads the clock, the Patient or anything else that differs from
 * one patient to the next gets no value.
 */
final class DefinePrecomputation {
    private static final ZonedDateTime SOME_TIME = Instant.EPOCH.atZone(ZoneOffset.UTC);

    private final CompiledKnowledge compiled;
    private final PatientBundle nobody = nobody();
    private final Map<String, Object> usual;
    private final DefineInputs inputs;
    private final IdentityHashMap<ExpressionDef, Outcome> outcomes = new IdentityHashMap<>();
    private DependencyRecorder recorder;
    private Evaluation evaluation;

    private DefinePrecomputation(CompiledKnowledge compiled) {
        this.compiled = compiled;
        this.usual = EngineParameters.of(
                new AssessmentRequest("", nobody, SOME_TIME, "Practitioner", null),
                compiled.knowledge().settings());
        this.inputs = new DefineInputs(usual, compiled.terminology());
        this.recorder = new DependencyRecorder(compiled, inputs);
        this.evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, recorder);
    }

    static PrecomputedDefines of(CompiledKnowledge compiled) {
        DefinePrecomputation precomputation = new DefinePrecomputation(compiled);
        compiled.libraries()
                .getCompiledLibraries()
                .keySet()
                .forEach(library -> LibraryResolver.definitions(compiled.library(library)).stream()
                        .filter(define -> !(define instanceof FunctionDef))
                        .forEach(define -> precomputation.evaluate(library, String.valueOf(define.getName()))));
        precomputation.keep();
        return new PrecomputedDefines(precomputation.inputs, precomputation.outcomes);
    }

    private void evaluate(VersionedIdentifier library, String define) {
        try {
            evaluation.evaluate(library, List.of(define));
        } catch (EvaluationException e) {
            // What fails for nobody has no value here, and whoever it is evaluated for sees whether it fails.
            keep();
            recorder = new DependencyRecorder(compiled, inputs);
            evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, recorder);
        }
    }

    private void keep() {
        recorder.outcomes().forEach((define, outcome) -> {
            if (!outcome.reads().get(DefineInputs.OTHER) && isPlain(outcome.value())) {
                outcomes.putIfAbsent(define, outcome);
            }
        });
    }

    /** Whether threads may share it: values of FHIR and intervals of the engine are made for one. */
    private static boolean isPlain(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.getElements().values().stream().allMatch(DefinePrecomputation::isPlain);
        }
        if (value instanceof Iterable<?> list) {
            return StreamSupport.stream(list.spliterator(), false).allMatch(DefinePrecomputation::isPlain);
        }
        return value == null
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Integer
                || value instanceof BigDecimal
                || value instanceof Code;
    }

    /** A record that holds nothing but its Patient. */
    static PatientBundle nobody() {
        Patient patient = new Patient();
        patient.setId("nobody");
        return new PatientBundle(patient, Map.of("Patient", List.of(patient)), 0);
    }
}
