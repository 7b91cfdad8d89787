package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Abs;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.AggregateExpression;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Avg;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.CalculateAgeAt;
import org.hl7.elm.r1.Ceiling;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.ConvertQuantity;
import org.hl7.elm.r1.DateTimePrecision;
import org.hl7.elm.r1.Distinct;
import org.hl7.elm.r1.DurationBetween;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Equivalent;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.Flatten;
import org.hl7.elm.r1.Floor;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.In;
import org.hl7.elm.r1.Instance;
import org.hl7.elm.r1.InstanceElement;
import org.hl7.elm.r1.Interval;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Max;
import org.hl7.elm.r1.Median;
import org.hl7.elm.r1.Min;
import org.hl7.elm.r1.Negate;
import org.hl7.elm.r1.NotEqual;
import org.hl7.elm.r1.Round;
import org.hl7.elm.r1.SingletonFrom;
import org.hl7.elm.r1.Slice;
import org.hl7.elm.r1.Subtract;
import org.hl7.elm.r1.Sum;
import org.hl7.elm.r1.ToDecimal;
import org.hl7.elm.r1.ToList;
import org.hl7.elm.r1.Truncate;
import org.hl7.elm.r1.UnaryExpression;
import org.hl7.elm.r1.Union;
import org.jspecify.annotations.Nullable;

/** Units of what operators yield, and the operators that need one unit; a walk over one definition. */
abstract class UnitOperators extends BaseElmLibraryVisitor<UnitVariable, Library> {
    private static final Set<Class<?>> COMPARISONS = Set.of(
            Less.class,
            LessOrEqual.class,
            Greater.class,
            GreaterOrEqual.class,
            Equal.class,
            Equivalent.class,
            NotEqual.class,
            In.class,
            Add.class,
            Subtract.class);

    /** Their value has the unit of their operand. */
    private static final Set<Class<?>> SAME = Set.of(
            As.class,
            Abs.class,
            Negate.class,
            Truncate.class,
            Ceiling.class,
            Floor.class,
            ToDecimal.class,
            ToList.class,
            SingletonFrom.class,
            Distinct.class,
            Flatten.class);

    private static final Set<String> NUMBERS = Set.of("System.Decimal", "System.Integer", "System.Long");

    private final UnitMeetings meetings;
    private final Library library;
    private final String define;
    private final boolean isFunction;
    private final List<UnitUse.Branch> branches = new ArrayList<>();

    /** @param isFunction whether each call has variables of its own */
    UnitOperators(UnitMeetings meetings, Library library, String define, boolean isFunction) {
        this.meetings = meetings;
        this.library = library;
        this.define = define;
        this.isFunction = isFunction;
    }

    UnitVariable open() {
        return UnitVariable.open(isFunction);
    }

    UnitUse.Place place(Expression expression) {
        return new UnitUse.Place(Definitions.name(library), define, QuantityNumbers.written(expression));
    }

    void meet(UnitVariable one, UnitVariable other, UnitUse.Place place, boolean isDimension) {
        meetings.meet(one, other, place, isDimension, List.copyOf(branches));
    }

    void use(UnitVariable variable, String unit, boolean isDimension, UnitUse.Place place) {
        meetings.use(variable, new UnitUse(unit, isDimension, place, List.copyOf(branches)));
    }

    UnitVariable of(@Nullable Expression expression) {
        return expression == null ? UnitVariable.PLAIN : visitExpression(expression, library);
    }

    UnitVariable branch(Expression choice, int index, @Nullable Expression expression) {
        branches.add(new UnitUse.Branch(choice, index));
        UnitVariable found = of(expression);
        branches.remove(branches.size() - 1);
        return found;
    }

    /** Of an expression whose parts have nothing to do with its unit. */
    UnitVariable afterParts(Expression expression) {
        super.visitExpression(expression, library);
        return UnitVariable.UNKNOWN;
    }

    @Override
    protected UnitVariable defaultResult(Element element, Library context) {
        return UnitVariable.UNKNOWN;
    }

    UnitVariable operator(Expression expression) {
        if (expression instanceof Coalesce coalesce) {
            return alternatives(coalesce);
        }
        if (expression instanceof BinaryExpression both && COMPARISONS.contains(both.getClass())) {
            return met(both);
        }
        if (expression instanceof Instance instance) {
            return instance(instance);
        }
        if (expression instanceof ConvertQuantity convert) {
            of(convert.getOperand().get(0));
            return convert.getOperand().get(1) instanceof Literal unit
                    ? UnitVariable.quantity(String.valueOf(unit.getValue()))
                    : UnitVariable.UNKNOWN;
        }
        if (expression instanceof DurationBetween between) {
            afterParts(between);
            return UnitVariable.number(unit(between.getPrecision()));
        }
        if (expression instanceof CalculateAgeAt age) {
            afterParts(age);
            return UnitVariable.number(unit(age.getPrecision()));
        }
        if (expression instanceof UnaryExpression unary && SAME.contains(unary.getClass())) {
            return of(unary.getOperand());
        }
        return elements(expression);
    }

    /** Of lists and what is taken from them. */
    private UnitVariable elements(Expression expression) {
        if (expression instanceof Round round) {
            return of(round.getOperand());
        }
        if (expression instanceof First first) {
            return of(first.getSource());
        }
        if (expression instanceof Last last) {
            return of(last.getSource());
        }
        if (expression instanceof Slice slice) {
            return of(slice.getSource());
        }
        if (expression instanceof Min
                || expression instanceof Max
                || expression instanceof Sum
                || expression instanceof Avg
                || expression instanceof Median) {
            return of(((AggregateExpression) expression).getSource());
        }
        if (expression instanceof Interval interval) {
            UnitVariable low = of(interval.getLow());
            UnitVariable high = of(interval.getHigh());
            compare(low, high, interval.getLow(), place(interval));
            return UnitVariable.either(low, high);
        }
        if (expression instanceof org.hl7.elm.r1.List list) {
            return list.getElement().stream().map(this::of).reduce(UnitVariable.PLAIN, UnitVariable::either);
        }
        if (expression instanceof Union union) {
            return union.getOperand().stream().map(this::of).reduce(UnitVariable.PLAIN, UnitVariable::either);
        }
        return afterParts(expression);
    }

    private static String unit(@Nullable DateTimePrecision precision) {
        return precision == null ? "1" : precision.value().toLowerCase(Locale.ROOT);
    }

    private UnitVariable met(BinaryExpression both) {
        UnitVariable left = of(both.getOperand().get(0));
        UnitVariable right = of(both.getOperand().get(1));
        compare(left, right, both.getOperand().get(0), place(both));
        return UnitVariable.either(left, right);
    }

    /** @param one an expression that has one of the two values */
    private void compare(UnitVariable left, UnitVariable right, @Nullable Expression one, UnitUse.Place place) {
        String type = one == null ? "" : CqlTypes.of(one);
        if (type.equals("System.Quantity")) {
            meet(left.field(UnitVariable.DIMENSION), right.field(UnitVariable.DIMENSION), place, true);
        } else if (NUMBERS.contains(type)) {
            meet(left, right, place, false);
        }
    }

    private UnitVariable alternatives(Coalesce coalesce) {
        UnitVariable found = UnitVariable.PLAIN;
        boolean areNumbers = NUMBERS.contains(CqlTypes.of(coalesce));
        for (Expression each : coalesce.getOperand()) {
            UnitVariable next = of(each);
            if (areNumbers) {
                meet(found, next, place(each), false);
                found = found.isOpen() || next.equals(UnitVariable.PLAIN) ? found : next;
            } else {
                found = UnitVariable.either(found, next);
            }
        }
        return found;
    }

    private UnitVariable instance(Instance instance) {
        Map<String, UnitVariable> values = new HashMap<>();
        String unit = null;
        Expression number = null;
        for (InstanceElement element : instance.getElement()) {
            values.put(String.valueOf(element.getName()), of(element.getValue()));
            if ("unit".equals(element.getName()) && element.getValue() instanceof Literal literal) {
                unit = literal.getValue();
            } else if (UnitVariable.NUMBER.equals(element.getName())) {
                number = element.getValue();
            }
        }
        if (unit == null || number == null || !CqlTypes.of(instance).equals("System.Quantity")) {
            return UnitVariable.UNKNOWN;
        }
        UnitVariable quantity = UnitVariable.quantity(unit);
        meet(
                values.getOrDefault(UnitVariable.NUMBER, UnitVariable.PLAIN),
                quantity.field(UnitVariable.NUMBER),
                place(number),
                false);
        return quantity;
    }
}
