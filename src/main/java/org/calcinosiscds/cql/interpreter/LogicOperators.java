package org.calcinosiscds.cql.interpreter;

import java.util.List;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Or;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.AndEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.CoalesceEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.EquivalentEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IsNullEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.NotEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.OrEvaluator;

/**
 * What decides which expression counts. The operands of {@code and}, {@code or} and {@code Coalesce} that cannot change the value any
 * more are not evaluated. CQL leaves that to the engine, and in three-valued logic too false decides an {@code and} and true an
 * {@code or}; all it can hide is that the operand which does not count would have failed.
 */
final class LogicOperators {
    private LogicOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(And.class, LogicOperators::and)
                .kind(Or.class, LogicOperators::or)
                .one(Not.class, NotEvaluator::not)
                .one(IsNull.class, IsNullEvaluator::isNull)
                .kind(If.class, LogicOperators::condition)
                .kind(Case.class, LogicOperators::choice)
                .kind(Coalesce.class, LogicOperators::coalesce);
    }

    private static Code and(And and, Compilation by) {
        Node left = by.node(and.getOperand().get(0));
        Node right = by.node(and.getOperand().get(1));
        return frame -> {
            Object value = left.value(frame);
            return Boolean.FALSE.equals(value) ? value : AndEvaluator.and(value, right.value(frame));
        };
    }

    private static Code or(Or or, Compilation by) {
        Node left = by.node(or.getOperand().get(0));
        Node right = by.node(or.getOperand().get(1));
        return frame -> {
            Object value = left.value(frame);
            return Boolean.TRUE.equals(value) ? value : OrEvaluator.or(value, right.value(frame));
        };
    }

    private static Code condition(If choice, Compilation by) {
        Node condition = by.node(choice.getCondition());
        Node then = by.node(choice.getThen());
        Node otherwise = by.node(choice.getElse());
        return frame -> {
            Boolean value = (Boolean) condition.value(frame);
            return value != null && value ? then.value(frame) : otherwise.value(frame);
        };
    }

    private static Code choice(Case choice, Compilation by) {
        Node[] when = choice.getCaseItem().stream()
                .map(CaseItem::getWhen)
                .map(by::node)
                .toArray(Node[]::new);
        Node[] then = choice.getCaseItem().stream()
                .map(CaseItem::getThen)
                .map(by::node)
                .toArray(Node[]::new);
        Node otherwise = by.node(choice.getElse());
        if (choice.getComparand() == null) {
            return frame -> {
                for (int i = 0; i < when.length; i++) {
                    if (Boolean.TRUE.equals(when[i].value(frame))) {
                        return then[i].value(frame);
                    }
                }
                return otherwise.value(frame);
            };
        }
        Node comparand = by.node(choice.getComparand());
        return frame -> {
            Object value = comparand.value(frame);
            for (int i = 0; i < when.length; i++) {
                if (isEquivalent(value, when[i].value(frame), frame)) {
                    return then[i].value(frame);
                }
            }
            return otherwise.value(frame);
        };
    }

    /** Of a single list its first element that is not null, as the standard has it, else the first operand that is not. */
    private static boolean isEquivalent(@Nullable Object value, @Nullable Object when, Frame frame) {
        return (value instanceof String text && text.equals(when))
                || Boolean.TRUE.equals(EquivalentEvaluator.equivalent(value, when, frame.state()));
    }

    private static Code coalesce(Coalesce coalesce, Compilation by) {
        Node[] operands = by.nodes(coalesce.getOperand());
        if (operands.length == 1) {
            return frame -> {
                Object value = operands[0].value(frame);
                return value == null ? null : CoalesceEvaluator.INSTANCE.coalesce(List.of(value));
            };
        }
        return frame -> {
            for (Node operand : operands) {
                Object value = operand.value(frame);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }
}
