package org.calcinosiscds.cql.interpreter;

import java.util.List;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Or;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.AndEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.CoalesceEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.EquivalentEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IfEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IsNullEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.NotEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.OrEvaluator;
import org.opencds.cqf.cql.engine.execution.State;

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
                .kind(If.class, (e, by, state) -> IfEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(Case.class, LogicOperators::choice)
                .kind(Coalesce.class, LogicOperators::coalesce);
    }

    private static @Nullable Object and(And and, Evaluator by, State state) {
        Object left = by.value(and.getOperand().get(0), state);
        return Boolean.FALSE.equals(left)
                ? left
                : AndEvaluator.and(left, by.value(and.getOperand().get(1), state));
    }

    private static @Nullable Object or(Or or, Evaluator by, State state) {
        Object left = by.value(or.getOperand().get(0), state);
        return Boolean.TRUE.equals(left)
                ? left
                : OrEvaluator.or(left, by.value(or.getOperand().get(1), state));
    }

    private static @Nullable Object choice(Case choice, Evaluator by, State state) {
        boolean isSelection = choice.getComparand() != null;
        Object comparand = isSelection ? by.value(choice.getComparand(), state) : null;
        for (CaseItem item : choice.getCaseItem()) {
            Object when = by.value(item.getWhen(), state);
            if (Boolean.TRUE.equals(isSelection ? EquivalentEvaluator.equivalent(comparand, when, state) : when)) {
                return by.value(item.getThen(), state);
            }
        }
        return by.value(choice.getElse(), state);
    }

    /** Of a single list its first element that is not null, as the standard has it, else the first operand that is not. */
    private static @Nullable Object coalesce(Coalesce coalesce, Evaluator by, State state) {
        List<Expression> operands = coalesce.getOperand();
        for (Expression operand : operands) {
            Object value = by.value(operand, state);
            if (value != null) {
                return operands.size() == 1 ? CoalesceEvaluator.INSTANCE.coalesce(List.of(value)) : value;
            }
        }
        return null;
    }
}
