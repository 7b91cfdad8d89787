package org.calcinosiscds.cql;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.elm.r1.*;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.*;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.Precision;

/** How each kind of expression in our ELM is evaluated: its operands by the {@link Interpreter}, itself by the engine's evaluator. */
final class Operators {
    private static final Map<Class<?>, Operator> BY_KIND = new HashMap<>();

    interface Operator {
        @Nullable Object evaluate(Expression expression, Interpreter interpreter, State state);
    }

    private interface Kind<E> {
        @Nullable Object evaluate(E expression, Interpreter interpreter, State state);
    }

    private interface One {
        @Nullable Object of(@Nullable Object operand);
    }

    private interface OneInState {
        @Nullable Object of(@Nullable Object operand, State state);
    }

    private interface TwoInState {
        @Nullable Object of(@Nullable Object left, @Nullable Object right, State state);
    }

    static {
        kind(ExpressionRef.class, (e, by, state) -> by.reference(e, state));
        kind(FunctionRef.class, (e, by, state) -> by.call(e, state));
        kind(OperandRef.class, (e, by, state) -> OperandRefEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(AliasRef.class, (e, by, state) -> state.resolveAlias(e.getName()));
        kind(QueryLetRef.class, (e, by, state) -> QueryLetRefEvaluator.internalEvaluate(e, state));
        kind(ParameterRef.class, (e, by, state) -> ParameterRefEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Literal.class, (e, by, state) -> LiteralEvaluator.internalEvaluate(e.getValueType(), e.getValue(), state));
        kind(Null.class, (e, by, state) -> null);
        kind(Property.class, (e, by, state) -> PropertyEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Query.class, (e, by, state) -> QueryEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Retrieve.class, (e, by, state) -> RetrieveEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(org.hl7.elm.r1.List.class, (e, by, state) -> ListEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Tuple.class, Operators::tuple);
        kind(Instance.class, (e, by, state) -> InstanceEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Interval.class, (e, by, state) -> IntervalEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(And.class, Operators::and);
        kind(Or.class, Operators::or);
        kind(If.class, (e, by, state) -> IfEvaluator.INSTANCE.internalEvaluate(e, state, by));
        kind(Case.class, Operators::choice);
        kind(Coalesce.class, Operators::coalesce);
        kind(As.class, (e, by, state) -> AsEvaluator.internalEvaluate(operand(e, by, state), e, isTrue(e.isStrict()), state));
        kind(Is.class, (e, by, state) -> IsEvaluator.internalEvaluate(e, operand(e, by, state), state));
        kind(In.class, (e, by, state) -> InEvaluator.internalEvaluate(left(e, by, state), right(e, by, state), e.getPrecision() == null ? null : e.getPrecision().value(), state));
        one(Not.class, NotEvaluator::not);
        one(Exists.class, ExistsEvaluator::exists);
        one(IsNull.class, IsNullEvaluator::isNull);
        one(Flatten.class, FlattenEvaluator::flatten);
        one(SingletonFrom.class, SingletonFromEvaluator::singletonFrom);
        one(ToString.class, ToStringEvaluator::toString);
        one(ToDecimal.class, ToDecimalEvaluator::toDecimal);
        one(Lower.class, LowerEvaluator::lower);
        one(Upper.class, UpperEvaluator::upper);
        one(Abs.class, AbsEvaluator::abs);
        one(DateFrom.class, DateFromEvaluator::dateFrom);
        oneInState(Distinct.class, (operand, state) -> DistinctEvaluator.INSTANCE.distinct((Iterable<?>) operand, state));
        two(Equal.class, EqualEvaluator::equal);
        two(Less.class, LessEvaluator::less);
        two(LessOrEqual.class, LessOrEqualEvaluator::lessOrEqual);
        two(Greater.class, GreaterEvaluator::greater);
        two(GreaterOrEqual.class, GreaterOrEqualEvaluator::greaterOrEqual);
        two(Add.class, AddEvaluator::add);
        two(Subtract.class, SubtractEvaluator::subtract);
        two(Multiply.class, MultiplyEvaluator::multiply);
        two(Divide.class, DivideEvaluator::divide);
        kind(Concatenate.class, (e, by, state) -> ConcatenateEvaluator.concatenate(operand(e, 0, by, state), operand(e, 1, by, state)));
        kind(Length.class, (e, by, state) -> LengthEvaluator.internalEvaluate(operand(e, by, state), e, state));
        kind(Round.class, (e, by, state) -> RoundEvaluator.round(source(e.getOperand(), by, state), optional(e.getPrecision(), by, state)));
        kind(DateTimeComponentFrom.class, (e, by, state) -> DateTimeComponentFromEvaluator.dateTimeComponentFrom(operand(e, by, state), e.getPrecision().value()));
        kind(DurationBetween.class, (e, by, state) -> DurationBetweenEvaluator.duration(left(e, by, state), right(e, by, state), Precision.Companion.fromString(e.getPrecision().value())));
        kind(DifferenceBetween.class, (e, by, state) -> DifferenceBetweenEvaluator.difference(left(e, by, state), right(e, by, state), Precision.Companion.fromString(e.getPrecision().value())));
        kind(After.class, (e, by, state) -> AfterEvaluator.after(left(e, by, state), right(e, by, state), e.getPrecision() == null ? null : e.getPrecision().value(), state));
        two(TruncatedDivide.class, TruncatedDivideEvaluator::div);
        two(StartsWith.class, (left, right, state) -> StartsWithEvaluator.startsWith(left, right));
        two(Matches.class, (left, right, state) -> MatchesEvaluator.matches((String) left, (String) right));
        kind(ReplaceMatches.class, (e, by, state) -> ReplaceMatchesEvaluator.replaceMatches((String) operand(e, 0, by, state), (String) operand(e, 1, by, state), (String) operand(e, 2, by, state)));
        kind(Combine.class, (e, by, state) -> CombineEvaluator.combine(source(e.getSource(), by, state), e.getSeparator() == null ? "" : (String) source(e.getSeparator(), by, state)));
        kind(Substring.class, (e, by, state) -> SubstringEvaluator.substring(source(e.getStringToSub(), by, state), source(e.getStartIndex(), by, state), optional(e.getLength(), by, state)));
        kind(Slice.class, (e, by, state) -> SliceEvaluator.slice(source(e.getSource(), by, state), (Integer) source(e.getStartIndex(), by, state), (Integer) optional(e.getEndIndex(), by, state)));
        kind(First.class, (e, by, state) -> FirstEvaluator.first(source(e.getSource(), by, state)));
        kind(Last.class, (e, by, state) -> LastEvaluator.last(source(e.getSource(), by, state)));
        kind(Count.class, (e, by, state) -> CountEvaluator.count(source(e.getSource(), by, state)));
        kind(Max.class, (e, by, state) -> MaxEvaluator.max(source(e.getSource(), by, state), state));
        kind(Sum.class, (e, by, state) -> SumEvaluator.sum(source(e.getSource(), by, state), state));
        kind(Min.class, (e, by, state) -> MinEvaluator.min(source(e.getSource(), by, state), state));
    }

    private Operators() {}

    static @Nullable Operator of(Expression expression) {
        return BY_KIND.get(expression.getClass());
    }

    private static Object tuple(Tuple tuple, Interpreter by, State state) {
        Map<String, @Nullable Object> elements = new LinkedHashMap<>();
        for (TupleElement element : tuple.getElement()) {
            elements.put(element.getName(), source(element.getValue(), by, state));
        }
        return TupleEvaluator.INSTANCE.internalEvaluate(elements);
    }

    /** False whatever the right side is, once the left one is. */
    private static @Nullable Object and(And and, Interpreter by, State state) {
        Object left = left(and, by, state);
        return Boolean.FALSE.equals(left) ? left : AndEvaluator.and(left, right(and, by, state));
    }

    private static @Nullable Object or(Or or, Interpreter by, State state) {
        Object left = left(or, by, state);
        return Boolean.TRUE.equals(left) ? left : OrEvaluator.or(left, right(or, by, state));
    }

    private static @Nullable Object choice(Case choice, Interpreter by, State state) {
        Object comparand = choice.getComparand() == null ? true : source(choice.getComparand(), by, state);
        for (CaseItem item : choice.getCaseItem()) {
            Object when = source(item.getWhen(), by, state);
            if (choice.getComparand() == null
                    ? Boolean.TRUE.equals(when)
                    : Boolean.TRUE.equals(EquivalentEvaluator.equivalent(comparand, when, state))) {
                return source(item.getThen(), by, state);
            }
        }
        return source(choice.getElse(), by, state);
    }

    /** Of a single list its first element that is not null, as the standard has it, else the first operand that is not. */
    private static @Nullable Object coalesce(Coalesce coalesce, Interpreter by, State state) {
        List<Expression> operands = coalesce.getOperand();
        for (Expression operand : operands) {
            Object value = by.visitExpression(operand, state);
            if (value != null) {
                return operands.size() == 1 ? CoalesceEvaluator.INSTANCE.coalesce(List.of(value)) : value;
            }
        }
        return null;
    }

    private static @Nullable Object operand(UnaryExpression expression, Interpreter by, State state) {
        return source(expression.getOperand(), by, state);
    }

    private static @Nullable Object operand(NaryExpression expression, int place, Interpreter by, State state) {
        return by.visitExpression(expression.getOperand().get(place), state);
    }

    private static @Nullable Object operand(TernaryExpression expression, int place, Interpreter by, State state) {
        return by.visitExpression(expression.getOperand().get(place), state);
    }

    private static @Nullable Object optional(@Nullable Expression expression, Interpreter by, State state) {
        return expression == null ? null : by.visitExpression(expression, state);
    }

    private static @Nullable Object left(BinaryExpression expression, Interpreter by, State state) {
        return by.visitExpression(expression.getOperand().get(0), state);
    }

    private static @Nullable Object right(BinaryExpression expression, Interpreter by, State state) {
        return by.visitExpression(expression.getOperand().get(1), state);
    }

    private static @Nullable Object source(@Nullable Expression expression, Interpreter by, State state) {
        return by.visitExpression(Objects.requireNonNull(expression), state);
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static <E extends Expression> void kind(Class<E> kind, Kind<E> operator) {
        BY_KIND.put(kind, (expression, by, state) -> operator.evaluate(kind.cast(expression), by, state));
    }

    private static <E extends UnaryExpression> void one(Class<E> kind, One operator) {
        kind(kind, (e, by, state) -> operator.of(operand(e, by, state)));
    }

    private static <E extends UnaryExpression> void oneInState(Class<E> kind, OneInState operator) {
        kind(kind, (e, by, state) -> operator.of(operand(e, by, state), state));
    }

    private static <E extends BinaryExpression> void two(Class<E> kind, TwoInState operator) {
        kind(kind, (e, by, state) -> operator.of(left(e, by, state), right(e, by, state), state));
    }
}
