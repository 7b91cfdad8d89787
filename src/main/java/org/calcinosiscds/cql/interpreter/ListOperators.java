package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Count;
import org.hl7.elm.r1.Distinct;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.Expand;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.Flatten;
import org.hl7.elm.r1.Intersect;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.Max;
import org.hl7.elm.r1.Min;
import org.hl7.elm.r1.SingletonFrom;
import org.hl7.elm.r1.Slice;
import org.hl7.elm.r1.Sum;
import org.hl7.elm.r1.ToList;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.CountEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DistinctEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ExpandEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.FirstEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.FlattenEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IntersectEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LastEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MaxEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MinEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SingletonFromEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SliceEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SumEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ToListEvaluator;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** What takes a list and tells something of it, or makes another. */
final class ListOperators {
    private ListOperators() {}

    static void addTo(OperatorTable table) {
        table.one(Exists.class, ListOperators::exists)
                .one(Flatten.class, FlattenEvaluator::flatten)
                .one(ToList.class, ToListEvaluator::toList)
                .kind(Intersect.class, ListOperators::intersect)
                .one(SingletonFrom.class, SingletonFromEvaluator::singletonFrom)
                .kind(Distinct.class, ListOperators::distinct)
                .kind(First.class, (e, by) -> {
                    Node source = by.node(e.getSource());
                    return frame -> FirstEvaluator.first(source.value(frame));
                })
                .kind(Last.class, (e, by) -> {
                    Node source = by.node(e.getSource());
                    return frame -> LastEvaluator.last(source.value(frame));
                })
                .kind(Expand.class, ListOperators::expand)
                .kind(Slice.class, ListOperators::slice)
                .ofList(Count.class, (source, state) -> CountEvaluator.count(source))
                .ofList(Max.class, MaxEvaluator::max)
                .ofList(Min.class, MinEvaluator::min)
                .ofList(Sum.class, SumEvaluator::sum);
    }

    /** Whether anything in the list is not null. */
    private static Object exists(@Nullable Object list) {
        if (list != null) {
            for (Object element : (Iterable<?>) list) {
                if (element != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Code intersect(Intersect intersect, Compilation by) {
        Node left = by.node(intersect.getOperand().get(0));
        Node right = by.node(intersect.getOperand().get(1));
        return frame -> IntersectEvaluator.intersect(left.value(frame), right.value(frame), frame.state());
    }

    private static Code distinct(Distinct distinct, Compilation by) {
        Node source = by.node(distinct.getOperand());
        return frame -> DistinctEvaluator.INSTANCE.distinct((Iterable<?>) source.value(frame), frame.state());
    }

    private static Code expand(Expand expand, Compilation by) {
        Node source = by.node(expand.getOperand().get(0));
        Node per = by.node(expand.getOperand().get(1));
        return frame -> ExpandEvaluator.expand(source.value(frame), (Quantity) per.value(frame), frame.state());
    }

    private static Code slice(Slice slice, Compilation by) {
        Node source = by.node(slice.getSource());
        Node start = by.node(slice.getStartIndex());
        Node end = by.optional(slice.getEndIndex());
        return frame ->
                SliceEvaluator.slice(source.value(frame), (Integer) start.value(frame), (Integer) end.value(frame));
    }
}
