package org.calcinosiscds.cql.interpreter;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.In;
import org.hl7.elm.r1.InValueSet;
import org.hl7.elm.r1.Is;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.EqualEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.GreaterEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.GreaterOrEqualEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.InEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.InValueSetEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LessEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LessOrEqualEvaluator;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.State;

/** What compares values, with one another, with a value set or with a type. */
final class ComparisonOperators {
    private ComparisonOperators() {}

    static void addTo(OperatorTable table) {
        table.two(Equal.class, ComparisonOperators::equal)
                .two(Less.class, LessEvaluator::less)
                .two(LessOrEqual.class, LessOrEqualEvaluator::lessOrEqual)
                .two(Greater.class, GreaterEvaluator::greater)
                .two(GreaterOrEqual.class, GreaterOrEqualEvaluator::greaterOrEqual)
                .kind(In.class, ComparisonOperators::in)
                .kind(InValueSet.class, ComparisonOperators::inValueSet)
                .kind(As.class, ComparisonOperators::as)
                .kind(Is.class, ComparisonOperators::is);
    }

    private static @Nullable Boolean equal(@Nullable Object left, @Nullable Object right, State state) {
        return (left instanceof String && right instanceof String)
                ? Boolean.valueOf(left.equals(right))
                : EqualEvaluator.equal(left, right, state);
    }

    private static Code in(In in, Compilation by) {
        Node element = by.node(in.getOperand().get(0));
        Node list = by.node(in.getOperand().get(1));
        String precision = in.getPrecision() == null ? null : in.getPrecision().value();
        Set<Object> words = list.isConstant() ? words(list.value(by.context().constantFrame())) : Set.of();
        if (!words.isEmpty()) {
            return frame -> element.value(frame) instanceof String word && words.contains(word);
        }
        return frame -> InEvaluator.internalEvaluate(element.value(frame), list.value(frame), precision, frame.state());
    }

    /** The elements of a list of nothing but strings, which are equal when Java says so; otherwise none. */
    private static Set<Object> words(@Nullable Object list) {
        return list instanceof List<?> elements && elements.stream().allMatch(String.class::isInstance)
                ? elements.stream().collect(Collectors.toSet())
                : Set.of();
    }

    private static Code inValueSet(InValueSet in, Compilation by) {
        Node code = by.node(in.getCode());
        Node valueSet = in.getValueset() == null ? by.optional(in.getValuesetExpression()) : by.node(in.getValueset());
        if (in.getValueset() == null) {
            return frame -> InValueSetEvaluator.inValueSet(code.value(frame), valueSet.value(frame), frame.state());
        }
        Object constant = TerminologyOperators.valueSet(in.getValueset(), by);
        return frame -> InValueSetEvaluator.inValueSet(code.value(frame), constant, frame.state());
    }

    private static Code as(As as, Compilation by) {
        Node operand = by.node(as.getOperand());
        Environment types = by.context().environment();
        Class<?> type = Frame.required(
                as.getAsTypeSpecifier() == null
                        ? types.resolveType(as.getAsType())
                        : types.resolveType(as.getAsTypeSpecifier()));
        boolean isStrict = Boolean.TRUE.equals(as.isStrict());
        return by.folded(
                frame -> {
                    Object value = operand.value(frame);
                    return value == null || type.isInstance(value)
                            ? value
                            : frame.state().getEnvironment().as(value, type, isStrict);
                },
                operand);
    }

    private static Code is(Is is, Compilation by) {
        Node operand = by.node(is.getOperand());
        Environment types = by.context().environment();
        Class<?> type = Frame.required(
                is.isTypeSpecifier() == null
                        ? types.resolveType(is.isType())
                        : types.resolveType(is.isTypeSpecifier()));
        return frame -> {
            Object value = operand.value(frame);
            return type.isInstance(value)
                    ? Boolean.TRUE
                    : frame.state().getEnvironment().is(value, type);
        };
    }
}
