package org.calcinosiscds.cql;

import java.util.Objects;
import java.util.Optional;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** The values of defines of one library for one patient, each evaluated when it is first read. */
final class DefineValues {
    private final Evaluation evaluation;
    private final Library library;
    private final String name;

    /** @param library of the evaluated program */
    DefineValues(Evaluation evaluation, Library library) {
        this.evaluation = evaluation;
        this.library = library;
        this.name =
                String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }

    /** @throws org.calcinosiscds.decision.EvaluationException as {@link Evaluation#value(Library, String)} */
    DefineValue get(String define) {
        return DefineValue.of(name, define, evaluation.value(library, define));
    }

    /** The same; null when there is no such define. */
    DefineValue get(Optional<String> define) {
        return define.map(this::get).orElseGet(() -> DefineValue.of(name, "", null));
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
