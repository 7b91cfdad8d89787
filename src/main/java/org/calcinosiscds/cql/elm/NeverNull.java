package org.calcinosiscds.cql.elm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.elm.r1.AllTrue;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.AnyTrue;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Count;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Equivalent;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Implies;
import org.hl7.elm.r1.IsFalse;
import org.hl7.elm.r1.IsNull;
import org.hl7.elm.r1.IsTrue;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.NaryExpression;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.NotEqual;
import org.hl7.elm.r1.OperandDef;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.Or;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.UnaryExpression;
import org.hl7.elm.r1.Xor;
import org.jspecify.annotations.Nullable;

/**
 * Tells expressions that have a value for every patient, by the operators they are made of. Whatever is in doubt may be null: a value of
 * the record, an element of a list, a comparison of dates or quantities. A parameter with a default has a value: nobody sets it to null.
 */
public final class NeverNull {
    /** They have a value whatever their operands are. */
    private static final Set<Class<? extends Expression>> ALWAYS = Set.of(
            Exists.class,
            IsNull.class,
            IsTrue.class,
            IsFalse.class,
            Equivalent.class,
            AnyTrue.class,
            AllTrue.class,
            Count.class,
            Literal.class,
            Quantity.class);

    /** They have a value when their operands have one. */
    private static final Set<Class<? extends Expression>> WITH_OPERANDS =
            Set.of(And.class, Or.class, Xor.class, Implies.class, Not.class);

    /** The same of operands of a type that has no units and no precision. */
    private static final Set<Class<? extends Expression>> COMPARISONS =
            Set.of(Equal.class, NotEqual.class, Less.class, LessOrEqual.class, Greater.class, GreaterOrEqual.class);

    private static final Set<String> PLAIN_TYPES =
            Set.of("System.Boolean", "System.Integer", "System.Decimal", "System.String");

    private final LibraryResolver libraries;
    private final Set<Name> known;
    private final Map<ExpressionDef, Boolean> defines = new HashMap<>();

    /** A define of a library. */
    public record Name(String library, String define) {}

    /** @param known defines that have a value for a reason that their operators do not show */
    public NeverNull(LibraryResolver libraries, Set<Name> known) {
        this.libraries = libraries;
        this.known = known;
    }

    /** Whether a define has a value for every patient. */
    public boolean isNeverNull(ExpressionDef define, Library library) {
        Boolean found = defines.get(define);
        if (found == null) {
            // While it is looked at it may be null, so that a define that uses itself ends.
            defines.put(define, false);
            found = known.contains(name(define, library)) || isNeverNull(define.getExpression(), library, Set.of());
            defines.put(define, found);
        }
        return found;
    }

    /** Whether an expression outside of functions has a value for every patient; operands of functions may be null. */
    public boolean isNeverNull(@Nullable Expression expression, Library library) {
        return isNeverNull(expression, library, Set.of());
    }

    private static Name name(ExpressionDef define, Library library) {
        return new Name(
                String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId()),
                String.valueOf(define.getName()));
    }

    /** @param operands names of the operands of the function around it that have a value */
    private boolean isNeverNull(@Nullable Expression expression, Library library, Set<String> operands) {
        if (expression == null) {
            return false;
        }
        if (ALWAYS.contains(expression.getClass())) {
            return true;
        }
        if (WITH_OPERANDS.contains(expression.getClass())) {
            return operands(expression).allMatch(each -> isNeverNull(each, library, operands));
        }
        if (COMPARISONS.contains(expression.getClass())) {
            return operands(expression)
                    .allMatch(each -> PLAIN_TYPES.contains(CqlTypes.of(each)) && isNeverNull(each, library, operands));
        }
        if (expression instanceof Coalesce coalesce) {
            return coalesce.getOperand().stream().anyMatch(each -> isNeverNull(each, library, operands));
        }
        if (expression instanceof If choice) {
            return Stream.of(choice.getThen(), choice.getElse()).allMatch(each -> isNeverNull(each, library, operands));
        }
        if (expression instanceof Case choice) {
            return isNeverNull(choice.getElse(), library, operands)
                    && choice.getCaseItem().stream().allMatch(item -> isNeverNull(item.getThen(), library, operands));
        }
        if (expression instanceof OperandRef operand) {
            return operands.contains(String.valueOf(operand.getName()));
        }
        if (expression instanceof ParameterRef parameter) {
            return isNeverNull(libraries.defaultOf(parameter, library), library, Set.of());
        }
        return expression instanceof ExpressionRef reference && isNeverNull(reference, library, operands);
    }

    private boolean isNeverNull(ExpressionRef reference, Library library, Set<String> operands) {
        ExpressionDef target = libraries.target(reference, library).orElse(null);
        Library owner = libraries.owner(reference.getLibraryName(), library);
        if (target == null || !(reference instanceof FunctionRef call)) {
            return target != null && isNeverNull(target, owner);
        }
        List<OperandDef> names = ((FunctionDef) target).getOperand();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (isNeverNull(call.getOperand().get(i), library, operands)) {
                given.add(String.valueOf(names.get(i).getName()));
            }
        }
        return isNeverNull(target.getExpression(), owner, given);
    }

    private static Stream<Expression> operands(Expression expression) {
        if (expression instanceof UnaryExpression unary) {
            return Stream.of(Objects.requireNonNull(unary.getOperand()));
        }
        return expression instanceof NaryExpression nary
                ? nary.getOperand().stream()
                : ((BinaryExpression) expression).getOperand().stream();
    }
}
