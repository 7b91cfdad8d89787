package org.calcinosiscds.cql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The values of defines of one library for one patient.
 *
 * @param library its name
 */
record DefineValues(String library, Map<String, @Nullable Object> values) {
    /** @throws org.calcinosiscds.decision.EvaluationException as {@link Evaluation#evaluate} */
    static DefineValues of(Evaluation evaluation, VersionedIdentifier library, List<String> defines) {
        return new DefineValues(String.valueOf(library.getId()), evaluation.evaluate(library, defines));
    }

    DefineValue get(String define) {
        return DefineValue.of(library, define, values.get(define));
    }

    /** Whether a condition holds; null means that it does not. */
    boolean isTrue(String define) {
        return get(define).isTrue();
    }

    /** Text; null when there is no such define or its value is null. */
    @Nullable
    String text(Optional<String> define) {
        return define.map(this::get).map(DefineValue::asText).orElse(null);
    }

    /** Text; empty when there is none. */
    String textOrEmpty(Optional<String> define) {
        return Optional.ofNullable(text(define)).orElse("");
    }
}
