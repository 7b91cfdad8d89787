package org.calcinosiscds.cql;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import org.calcinosiscds.cql.interpreter.KnownValues;
import org.calcinosiscds.cql.interpreter.KnownValues.KnownValue;
import org.hl7.elm.r1.ExpressionDef;
import org.jspecify.annotations.Nullable;

/** Values of defines for a patient without any of the data that they retrieve; {@link DefinePrecomputation} makes them. */
final class PrecomputedDefines {
    /** Nothing is known: every define is evaluated. */
    static final PrecomputedDefines NONE =
            new PrecomputedDefines(new DefineInputs(Map.of(), new LocalTerminology(Map.of())), new IdentityHashMap<>());

    private final DefineInputs inputs;
    private final IdentityHashMap<ExpressionDef, Outcome> outcomes;

    /**
     * @param reads numbers of the {@link DefineInputs} that the value depends on
     * @param value of nobody in particular
     */
    record Outcome(BitSet reads, @Nullable Object value) {}

    /**
     * @param inputs what the values can depend on
     * @param outcomes the values
     */
    PrecomputedDefines(DefineInputs inputs, IdentityHashMap<ExpressionDef, Outcome> outcomes) {
        this.inputs = inputs;
        this.outcomes = outcomes;
    }

    /** The values that hold for this patient and these parameters: of defines none of whose inputs is there. */
    KnownValues of(PatientRetrieveProvider record, Map<String, Object> parameters) {
        BitSet given = inputs.given(record, parameters);
        return define -> {
            Outcome outcome = outcomes.get(define);
            return outcome == null || outcome.reads().intersects(given) ? null : new KnownValue(outcome.value());
        };
    }

    /** What the define depends on, and its value while none of that is there; null when it has no such value. */
    @Nullable
    Outcome outcome(ExpressionDef define) {
        return outcomes.get(define);
    }
}
