package org.calcinosiscds.cql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.EvaluatedDefine;
import org.calcinosiscds.decision.EvaluationException;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** The values of all defines of a library for a patient, in the order of the text. */
final class LibraryValues {
    private LibraryValues() {}

    static List<EvaluatedDefine> of(Library library, Evaluation evaluation) {
        return LibraryResolver.definitions(library).stream()
                // The define of the context has no text of its own.
                .filter(each -> !(each instanceof FunctionDef) && each.getLocator() != null)
                .map(each -> of(library, each, evaluation))
                .toList();
    }

    private static EvaluatedDefine of(Library library, ExpressionDef define, Evaluation evaluation) {
        String name = String.valueOf(define.getName());
        int line = ConditionTexts.line(define.getLocator());
        String type = CqlTypes.of(define);
        try {
            Object value = evaluation.value(library, name);
            return new EvaluatedDefine(name, line, type, ExplainedValue.text(value), table(value), null);
        } catch (EvaluationException e) {
            return new EvaluatedDefine(name, line, type, null, null, e.getMessage());
        }
    }

    private static EvaluatedDefine.@Nullable Table table(@Nullable Object value) {
        if (!(value instanceof Iterable<?> list)) {
            return null;
        }
        List<Tuple> tuples = StreamSupport.stream(list.spliterator(), false)
                .map(each -> each instanceof Tuple tuple ? tuple : null)
                .filter(Objects::nonNull)
                .toList();
        if (tuples.isEmpty()) {
            return null;
        }
        Set<String> columns = new LinkedHashSet<>();
        tuples.forEach(tuple -> columns.addAll(tuple.getElements().keySet()));
        return new EvaluatedDefine.Table(
                List.copyOf(columns),
                tuples.stream()
                        .map(tuple -> columns.stream()
                                .map(column -> ExplainedValue.text(tuple.getElement(column)))
                                .toList())
                        .toList());
    }
}
