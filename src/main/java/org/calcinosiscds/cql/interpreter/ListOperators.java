package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Count;
import org.hl7.elm.r1.Distinct;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.ExpandValueSet;
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
import org.opencds.cqf.cql.engine.elm.executing.CountEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DistinctEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ExistsEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ExpandValueSetEvaluator;
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

/** What takes a list and tells something of it, or makes another. */
final class ListOperators {
    private ListOperators() {}

    static void addTo(OperatorTable table) {
        table.one(Exists.class, ExistsEvaluator::exists)
                .one(Flatten.class, FlattenEvaluator::flatten)
                .one(ToList.class, ToListEvaluator::toList)
                .kind(
                        Intersect.class,
                        (e, by, state) -> IntersectEvaluator.intersect(
                                by.value(e.getOperand().get(0), state),
                                by.value(e.getOperand().get(1), state),
                                state))
                .one(SingletonFrom.class, SingletonFromEvaluator::singletonFrom)
                .kind(
                        Distinct.class,
                        (e, by, state) -> DistinctEvaluator.INSTANCE.distinct(
                                (Iterable<?>) by.value(e.getOperand(), state), state))
                .kind(
                        ExpandValueSet.class,
                        (e, by, state) -> ExpandValueSetEvaluator.expand(by.value(e.getOperand(), state), state))
                .kind(First.class, (e, by, state) -> FirstEvaluator.first(by.value(e.getSource(), state)))
                .kind(Last.class, (e, by, state) -> LastEvaluator.last(by.value(e.getSource(), state)))
                .kind(
                        Slice.class,
                        (e, by, state) -> SliceEvaluator.slice(
                                by.value(e.getSource(), state), (Integer) by.value(e.getStartIndex(), state), (Integer)
                                        by.optional(e.getEndIndex(), state)))
                .ofList(Count.class, (source, state) -> CountEvaluator.count(source))
                .ofList(Max.class, MaxEvaluator::max)
                .ofList(Min.class, MinEvaluator::min)
                .ofList(Sum.class, SumEvaluator::sum);
    }
}
