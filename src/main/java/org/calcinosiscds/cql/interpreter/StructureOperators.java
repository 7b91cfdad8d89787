package org.calcinosiscds.cql.interpreter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.elm.r1.Instance;
import org.hl7.elm.r1.Interval;
import org.hl7.elm.r1.List;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.InstanceEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IntervalEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ListEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.QueryEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.TupleEvaluator;
import org.opencds.cqf.cql.engine.execution.State;

/** What makes a value of several others. */
final class StructureOperators {
    private StructureOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(Query.class, (e, by, state) -> QueryEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(Retrieve.class, (e, by, state) -> by.retrieve(e, state))
                .kind(List.class, (e, by, state) -> ListEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(Tuple.class, StructureOperators::tuple)
                .kind(Instance.class, (e, by, state) -> InstanceEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(Interval.class, (e, by, state) -> IntervalEvaluator.INSTANCE.internalEvaluate(e, state, by));
    }

    private static Object tuple(Tuple tuple, Evaluator by, State state) {
        Map<String, @Nullable Object> elements = new LinkedHashMap<>();
        for (TupleElement element : tuple.getElement()) {
            elements.put(element.getName(), by.value(element.getValue(), state));
        }
        return TupleEvaluator.INSTANCE.internalEvaluate(elements);
    }
}
