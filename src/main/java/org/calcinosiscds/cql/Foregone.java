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
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.Question;
import org.calcinosiscds.fhir.PatientBundle;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * The values of defines for whoever has nothing of what they read, found at start, so that what is not in a record costs nothing.
 *
 * <p>Every define is evaluated once for an empty record, and what it reads on the way is noted. An evaluation depends on nothing but
 * what it reads. So a patient for whom each of those retrieves finds nothing either, asked about with the same parameters, is
 * evaluated step by step in the same way to the same value, and the steps can be left out. A define that reads the clock, the
 * Patient or anything else that differs from one patient to the next has no value here.
 */
final class Foregone {
    static final Foregone NOTHING = new Foregone(new Inputs(Map.of(), new LocalTerminology(Map.of())));

    private static final ZonedDateTime SOME_TIME = Instant.EPOCH.atZone(ZoneOffset.UTC);

    private final Inputs inputs;
    private final IdentityHashMap<ExpressionDef, Outcome> outcomes = new IdentityHashMap<>();

    /**
     * @param reads numbers of the {@link Inputs} that the value depends on
     * @param value of nobody in particular
     */
    record Outcome(BitSet reads, @Nullable Object value) {}

    private Foregone(Inputs inputs) {
        this.inputs = inputs;
    }

    static Foregone of(Compiled compiled) {
        PatientBundle nobody = nobody();
        Map<String, Object> usual = CqlDecisionSupport.parameters(
                new Question("", nobody, SOME_TIME, "Practitioner", null),
                compiled.knowledge().settings());
        Foregone foregone = new Foregone(new Inputs(usual, compiled.terminology()));
        Learning learning = new Learning(compiled, nobody, usual, foregone);
        compiled.libraries()
                .getCompiledLibraries()
                .keySet()
                .forEach(library -> Inclusion.definitions(compiled.library(library)).stream()
                        .filter(define -> !(define instanceof FunctionDef))
                        .forEach(define -> learning.evaluate(library, String.valueOf(define.getName()))));
        learning.keep();
        return foregone;
    }

    /** What an evaluation can use, and {@link Inputs#given} for its patient and parameters. */
    BitSet given(RecordIndex record, Map<String, Object> parameters) {
        return inputs.given(record, parameters);
    }

    /** What the define comes to where none of what it reads is given. */
    @Nullable
    Outcome of(ExpressionDef define) {
        return outcomes.get(define);
    }

    private static final class Learning {
        private final Compiled compiled;
        private final PatientBundle nobody;
        private final Map<String, Object> usual;
        private final Foregone foregone;
        private Learner learner;
        private Evaluation evaluation;

        Learning(Compiled compiled, PatientBundle nobody, Map<String, Object> usual, Foregone foregone) {
            this.compiled = compiled;
            this.nobody = nobody;
            this.usual = usual;
            this.foregone = foregone;
            this.learner = new Learner(compiled, foregone.inputs);
            this.evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, learner);
        }

        void evaluate(VersionedIdentifier library, String define) {
            try {
                evaluation.evaluate(library, List.of(define));
            } catch (EvaluationException e) {
                // What fails for nobody has no value here, and whoever it is evaluated for sees whether it fails.
                keep();
                learner = new Learner(compiled, foregone.inputs);
                evaluation = new Evaluation(compiled, nobody, SOME_TIME, usual, learner);
            }
        }

        void keep() {
            learner.outcomes().forEach((define, outcome) -> {
                if (!outcome.reads().get(Inputs.OTHER) && isPlain(outcome.value())) {
                    foregone.outcomes.putIfAbsent(define, outcome);
                }
            });
        }
    }

    /** Whether threads may share it: values of FHIR and intervals of the engine are made for one. */
    private static boolean isPlain(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.getElements().values().stream().allMatch(Foregone::isPlain);
        }
        if (value instanceof Iterable<?> list) {
            return StreamSupport.stream(list.spliterator(), false).allMatch(Foregone::isPlain);
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
