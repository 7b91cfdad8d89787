package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.KnownValues;
import org.calcinosiscds.cql.interpreter.KnownValues.KnownValue;
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
 * Values of expressions for a patient without any of the data they retrieve, evaluated once at start.
 *
 * <p>Every define is evaluated once for an empty record, and what it reads on the way is noted. An evaluation depends on nothing but
 * what it reads. So a patient for whom each of those retrieves finds nothing either, asked about with the same parameters, is
 * evaluated step by step in the same way to the same value, and the steps can be left out. A define that reads the clock, the
 * Patient or anything else that differs from one patient to the next has no value here.
 */
final class PrecomputedDefines {
    /** Nothing is known: every define is evaluated. */
    static final PrecomputedDefines NONE =
            new PrecomputedDefines(new DefineInputs(Map.of(), new LocalTerminology(Map.of())));

    private static final ZonedDateTime SOME_TIME = Instant.EPOCH.atZone(ZoneOffset.UTC);

    private final DefineInputs inputs;
    private final IdentityHashMap<ExpressionDef, Outcome> outcomes = new IdentityHashMap<>();

    /**
     * @param reads numbers of the {@link DefineInputs} that the value depends on
     * @param value of nobody in particular
     */
    record Outcome(BitSet reads, @Nullable Object value) {}

    private PrecomputedDefines(DefineInputs inputs) {
        this.inputs = inputs;
    }

    static PrecomputedDefines of(CompiledKnowledge compiled) {
        PatientBundle nobody = nobody();
        Map<String, Object> usual = CqlDecisionSupport.parameters(
                new AssessmentRequest("", nobody, SOME_TIME, "Practitioner", null),
                compiled.knowledge().settings());
        PrecomputedDefines precomputed = new PrecomputedDefines(new DefineInputs(usual, compiled.terminology()));
        Learning learning = new Learning(compiled, nobody, usual, precomputed);
        compiled.libraries()
                .getCompiledLibraries()
                .keySet()
                .forEach(library -> LibraryResolver.definitions(compiled.library(library)).stream()
                        .filter(define -> !(define instanceof FunctionDef))
                        .forEach(define -> learning.evaluate(library, String.valueOf(define.getName()))));
        learning.keep();
        return precomputed;
    }

    /** The values that hold for this patient and these parameters: of defines none of whose inputs is there. */
    KnownValues of(PatientRetrieveProvider record, Map<String, Object> parameters) {
        BitSet given = inputs.given(record, parameters);
        return define -> {
            Outcome outcome = outcomes.get(define);
            return outcome == null || outcome.reads().intersects(given) ? null : new KnownValue(outcome.value());
        };
    }

    private static final class Learning {
        private final CompiledKnowledge compiled;
        private final PatientBundle nobody;
        private final Map<String, Object> usual;
        private final PrecomputedDefines precomputed;
        private DependencyRecorder learner;
        private Evaluation evaluation;

        Learning(
                CompiledKnowledge compiled,
                PatientBundle nobody,
                Map<String, Object> usual,
                PrecomputedDefines precomputed) {
            this.compiled = compiled;
            this.nobody = nobody;
            this.usual = usual;
            this.precomputed = precomputed;
            this.learner = new DependencyRecorder(compiled, precomputed.inputs);
            this.evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, learner);
        }

        void evaluate(VersionedIdentifier library, String define) {
            try {
                evaluation.evaluate(library, List.of(define));
            } catch (EvaluationException e) {
                // What fails for nobody has no value here, and whoever it is evaluated for sees whether it fails.
                keep();
                learner = new DependencyRecorder(compiled, precomputed.inputs);
                evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, learner);
            }
        }

        void keep() {
            learner.outcomes().forEach((define, outcome) -> {
                if (!outcome.reads().get(DefineInputs.OTHER) && isPlain(outcome.value())) {
                    precomputed.outcomes.putIfAbsent(define, outcome);
                }
            });
        }
    }

    /** What the define depends on, and its value while none of that is there; null when it has no such value. */
    @Nullable
    Outcome outcome(ExpressionDef define) {
        return outcomes.get(define);
    }

    /** Whether threads may share it: values of FHIR and intervals of the engine are made for one. */
    private static boolean isPlain(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.getElements().values().stream().allMatch(PrecomputedDefines::isPlain);
        }
        if (value instanceof Iterable<?> list) {
            return StreamSupport.stream(list.spliterator(), false).allMatch(PrecomputedDefines::isPlain);
        }
        return value == null
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Integer
                || value instanceof BigDecimal
                || value instanceof Code;
    }

    static PatientBundle nobody() {
        Patient patient = new Patient();
        patient.setId("nobody");
        return new PatientBundle(patient, Map.of("Patient", List.of(patient)), 0);
    }
}
