package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Count;
import org.hl7.elm.r1.Date;
import org.hl7.elm.r1.DateTime;
import org.hl7.elm.r1.Divide;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Max;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.Round;
import org.hl7.elm.r1.Slice;
import org.hl7.elm.r1.Substring;
import org.hl7.elm.r1.ToDecimal;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;
import org.jspecify.annotations.Nullable;

/** The numbers and quantities in the definitions of a library, each with what stands around it. */
final class NumbersInElm extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    /** Fields of tuples that place a thing among others or bound a table. */
    private static final Set<String> PLACES = Set.of("level", "rank", "order", "dropped", "choice", "low", "high");

    /** Functions whose numbers say how many characters or which of two choices. */
    private static final Set<String> LAYOUT = Set.of("Short Names", "As Many As Fit", "Deletions", "Chosen");

    private final Deque<Expression> around = new ArrayDeque<>();
    private final List<Found> found = new ArrayList<>();
    private ExpressionDef definition = new ExpressionDef();

    /**
     * A number.
     *
     * @param isBare whether it is used in place, so that it is not what the definition is and not a place, a length or a digit
     */
    record Found(ExpressionDef definition, Expression expression, boolean isBare) {
        String words() {
            return expression instanceof Quantity quantity
                    ? quantity.getValue() + " " + quantity.getUnit()
                    : String.valueOf(((Literal) expression).getValue());
        }
    }

    static List<Found> of(Library library) {
        NumbersInElm numbers = new NumbersInElm();
        for (ExpressionDef definition : LibraryResolver.definitions(library)) {
            if (definition.getExpression() != null) {
                numbers.definition = definition;
                numbers.visitExpression(definition.getExpression(), library);
            }
        }
        return numbers.found;
    }

    static boolean isNumber(Expression expression) {
        return expression instanceof Literal literal
                && Set.of("Integer", "Decimal", "Long")
                        .contains(Objects.requireNonNull(literal.getValueType()).getLocalPart());
    }

    @Override
    public @Nullable Void visitExpression(Expression expression, Library library) {
        if (expression instanceof Quantity || isNumber(expression)) {
            found.add(new Found(definition, expression, isBare(expression)));
        }
        around.push(expression);
        super.visitExpression(expression, library);
        around.pop();
        return null;
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // The very same nodes.
    private boolean isBare(Expression number) {
        Expression child = number;
        for (Expression parent : around) {
            if (isPlace(parent, child) || isCount(parent, child, number) || isLayout(parent)) {
                return false;
            }
            if (!isValue(parent, child)) {
                return true;
            }
            child = parent;
        }
        return false;
    }

    /** Whether the parent is what the child is, in one of its branches. */
    private static boolean isValue(Expression parent, Expression child) {
        if (parent instanceof If choice) {
            return choice.getCondition() != child;
        }
        if (parent instanceof Case choice) {
            return choice.getElse() == child || choice.getCaseItem().stream().anyMatch(item -> item.getThen() == child);
        }
        return parent instanceof As
                || parent instanceof ToDecimal
                || parent instanceof org.hl7.elm.r1.List
                || (parent instanceof Divide divide
                        && divide.getOperand().stream().allMatch(NumbersInElm::isNumber));
    }

    private static boolean isPlace(Expression parent, Expression child) {
        return parent instanceof Tuple tuple
                && tuple.getElement().stream()
                        .filter(element -> element.getValue() == child)
                        .map(TupleElement::getName)
                        .anyMatch(PLACES::contains);
    }

    /** None, one, or how many there are. */
    private static boolean isCount(Expression parent, Expression child, Expression number) {
        if (!(number instanceof Literal literal)) {
            return false;
        }
        boolean isNoneOrOne = List.of("0", "1", "0.0").contains(literal.getValue());
        if (parent instanceof BinaryExpression pair) {
            return isNoneOrOne || pair.getOperand().stream().anyMatch(Count.class::isInstance);
        }
        return isNoneOrOne
                && (parent instanceof Coalesce || parent instanceof org.hl7.elm.r1.List || parent instanceof Max);
    }

    private static boolean isLayout(Expression parent) {
        return parent instanceof Round
                || parent instanceof Slice
                || parent instanceof Substring
                || parent instanceof DateTime
                || parent instanceof Date
                || (parent instanceof Coalesce coalesce
                        && coalesce.getOperand().stream().allMatch(NumbersInElm::isNumber))
                || (parent instanceof FunctionRef call && LAYOUT.contains(String.valueOf(call.getName())));
    }
}
