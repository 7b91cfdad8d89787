package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.Map;
import org.hl7.elm.r1.Interval;
import org.hl7.elm.r1.List;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;
import org.hl7.elm.r1.ValueSetRef;
import org.jspecify.annotations.Nullable;

/** What makes a value of several others. */
final class StructureOperators {
    private StructureOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(Query.class, QueryCompiler::compile)
                .kind(Retrieve.class, StructureOperators::retrieve)
                .kind(List.class, StructureOperators::list)
                .kind(Tuple.class, StructureOperators::tuple)
                .kind(org.hl7.elm.r1.Instance.class, InstanceCompiler::compile)
                .kind(Interval.class, StructureOperators::interval);
    }

    /** One by dates or in the context of another resource, which the record cannot answer by itself, is left to the engine. */
    private static Code retrieve(Retrieve retrieve, Compilation by) {
        if (retrieve.getContext() != null || retrieve.getDateRange() != null) {
            return by.engine(retrieve);
        }
        Positions positions = by.context().positions();
        String type = by.context()
                .environment()
                .fixupQName(Frame.required(retrieve.getDataType()))
                .getLocalPart();
        String path = retrieve.getCodeProperty();
        if (retrieve.getCodes() == null) {
            RetrieveKey key = positions.retrieve(type, path, null);
            return frame -> frame.run.retrieve(key);
        }
        if (retrieve.getCodes() instanceof ValueSetRef reference) {
            RetrieveKey key = positions.retrieve(
                    type, path, TerminologyOperators.valueSet(reference, by).getId());
            return frame -> frame.run.retrieve(key);
        }
        RetrieveKey key = positions.retrieve(type, path, null);
        Node codes = by.node(retrieve.getCodes());
        Code engine = by.engine(retrieve);
        return frame -> codes.value(frame) instanceof Iterable<?> several
                ? frame.run.retrieve(key, codes(several))
                : engine.of(frame);
    }

    @SuppressWarnings("unchecked") // The grammar has nothing else in the codes of a retrieve.
    private static Iterable<org.opencds.cqf.cql.engine.runtime.Code> codes(Iterable<?> codes) {
        return (Iterable<org.opencds.cqf.cql.engine.runtime.Code>) codes;
    }

    private static Code list(List list, Compilation by) {
        Node[] elements = by.nodes(list.getElement());
        return by.folded(
                frame -> {
                    ArrayList<@Nullable Object> values = new ArrayList<>(elements.length);
                    for (Node element : elements) {
                        values.add(element.value(frame));
                    }
                    return values;
                },
                elements);
    }

    private static Code tuple(Tuple tuple, Compilation by) {
        String[] names = tuple.getElement().stream()
                .map(TupleElement::getName)
                .map(Tuples::name)
                .toArray(String[]::new);
        Node[] values =
                by.nodes(tuple.getElement().stream().map(TupleElement::getValue).toList());
        return by.folded(
                frame -> {
                    var made = Tuples.ofSize(names.length);
                    Map<String, @Nullable Object> elements = Tuples.elements(made);
                    for (int i = 0; i < names.length; i++) {
                        elements.put(names[i], values[i].value(frame));
                    }
                    return made;
                },
                values);
    }

    /** Null when both ends are. */
    private static Code interval(Interval interval, Compilation by) {
        Node low = by.optional(interval.getLow());
        Node high = by.optional(interval.getHigh());
        Node lowClosed = by.optional(interval.getLowClosedExpression());
        Node highClosed = by.optional(interval.getHighClosedExpression());
        boolean isLowClosed = !Boolean.FALSE.equals(interval.isLowClosed());
        boolean isHighClosed = !Boolean.FALSE.equals(interval.isHighClosed());
        return frame -> {
            Object from = low.value(frame);
            Boolean includesFrom = (Boolean) lowClosed.value(frame);
            Object to = high.value(frame);
            Boolean includesTo = (Boolean) highClosed.value(frame);
            return from == null && to == null
                    ? null
                    : new org.opencds.cqf.cql.engine.runtime.Interval(
                            from,
                            includesFrom == null ? isLowClosed : includesFrom,
                            to,
                            includesTo == null ? isHighClosed : includesTo,
                            frame.state());
        };
    }
}
