package org.calcinosiscds.authoring;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cqframework.cql.cql2elm.ucum.UcumService;
import org.hl7.elm.r1.Abs;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.ConvertQuantity;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Instance;
import org.hl7.elm.r1.InstanceElement;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.NaryExpression;
import org.hl7.elm.r1.Negate;
import org.hl7.elm.r1.ParameterDef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.Subtract;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/** Units of quantities that are the same for every patient. */
final class QuantityUnits {
    private static final int DEPTH = 12;

    /** Words of the calendar with their unit of UCUM. */
    private static final Map<String, String> CALENDAR = Map.of(
            "year",
            "a",
            "month",
            "mo",
            "week",
            "wk",
            "day",
            "d",
            "hour",
            "h",
            "minute",
            "min",
            "second",
            "s",
            "millisecond",
            "ms");

    private final Definitions definitions;
    private final UcumService ucum;

    /** By the two units: the same few meet thousands of times. */
    private final Map<List<String>, Optional<BigDecimal>> factors = new HashMap<>();

    QuantityUnits(Definitions definitions, UcumService ucum) {
        this.definitions = definitions;
        this.ucum = ucum;
    }

    /** The unit of a quantity; nothing where it depends on data or on the caller of a function. */
    Optional<String> of(@Nullable Expression expression, Library library) {
        return of(expression, library, 0);
    }

    /** Whether quantities of two units can be compared: the units measure the same. */
    boolean areComparable(String one, String other) {
        return factor(one, other).isPresent();
    }

    /** Whether numbers of two units can be compared: the units are the same, or two names of it. */
    boolean areSame(String one, String other) {
        return factor(one, other)
                .filter(factor -> factor.compareTo(BigDecimal.ONE) == 0)
                .isPresent();
    }

    private Optional<BigDecimal> factor(String one, String other) {
        return factors.computeIfAbsent(List.of(one, other), key -> converted(one, other));
    }

    private Optional<BigDecimal> converted(String one, String other) {
        String from = ucumOf(one);
        String to = ucumOf(other);
        if (from.equals(to)) {
            return Optional.of(BigDecimal.ONE);
        }
        try {
            return Optional.of(ucum.convert(BigDecimal.ONE, from, to));
        } catch (Exception e) { // Checked, which Kotlin does not declare.
            return Optional.empty();
        }
    }

    private static String ucumOf(String unit) {
        return CALENDAR.getOrDefault(unit.replaceFirst("s$", ""), unit);
    }

    private Optional<String> of(@Nullable Expression expression, Library library, int depth) {
        if (expression == null || depth > DEPTH) {
            return Optional.empty();
        }
        if (expression instanceof Quantity quantity) {
            return Optional.of(quantity.getUnit() == null ? "1" : quantity.getUnit());
        }
        if (expression instanceof ConvertQuantity convert) {
            return literal(convert.getOperand().get(1));
        }
        if (expression instanceof Instance instance) {
            return String.valueOf(Objects.requireNonNull(instance.getClassType())
                                    .getLocalPart())
                            .equals("Quantity")
                    ? instance.getElement().stream()
                            .filter(each -> "unit".equals(each.getName()))
                            .map(InstanceElement::getValue)
                            .flatMap(value -> literal(value).stream())
                            .findFirst()
                    : Optional.empty();
        }
        if (expression instanceof ParameterRef parameter) {
            return parameter(parameter, library).flatMap(each -> of(each.getDefault(), library, depth + 1));
        }
        if (expression instanceof ExpressionRef reference) {
            return definitions
                    .of(reference, library)
                    .flatMap(found -> of(found.definition().getExpression(), found.library(), depth + 1));
        }
        if (expression instanceof Property property && property.getSource() != null) {
            return field(property, library, depth);
        }
        return parts(expression, library)
                .flatMap(part -> of(part, library, depth + 1).stream())
                .findFirst();
    }

    /** Of expressions whose value has the unit of their parts. */
    private static Stream<Expression> parts(Expression expression, Library library) {
        if (expression instanceof Add || expression instanceof Subtract) {
            return ((org.hl7.elm.r1.BinaryExpression) expression).getOperand().stream();
        }
        if (expression instanceof Negate || expression instanceof Abs) {
            return Stream.ofNullable(((UnaryExpression) expression).getOperand());
        }
        if (expression instanceof Coalesce coalesce) {
            return ((NaryExpression) coalesce).getOperand().stream();
        }
        return expression instanceof As || isChoice(expression)
                ? RuleDefinition.branches(expression, library).filter(each -> !each.equals(expression))
                : Stream.empty();
    }

    private static boolean isChoice(Expression expression) {
        return expression instanceof org.hl7.elm.r1.If || expression instanceof org.hl7.elm.r1.Case;
    }

    /** A field of a tuple that is written out. */
    private Optional<String> field(Property property, Library library, int depth) {
        Expression source = property.getSource();
        Library owner = library;
        if (source instanceof ExpressionRef reference) {
            Optional<Definitions.Definition> found = definitions.of(reference, library);
            source = found.map(each -> each.definition().getExpression()).orElse(null);
            owner = found.map(Definitions.Definition::library).orElse(library);
        }
        Library position = owner;
        return source == null
                ? Optional.empty()
                : RuleDefinition.branches(source, position)
                        .filter(Tuple.class::isInstance)
                        .flatMap(tuple ->
                                RuleDefinition.field((Tuple) tuple, String.valueOf(property.getPath())).stream())
                        .flatMap(value -> of(value, position, depth + 1).stream())
                        .findFirst();
    }

    static Optional<ParameterDef> parameter(ParameterRef reference, Library library) {
        return reference.getLibraryName() != null || library.getParameters() == null
                ? Optional.empty()
                : library.getParameters().getDef().stream()
                        .filter(each -> String.valueOf(each.getName()).equals(reference.getName()))
                        .findFirst();
    }

    private static Optional<String> literal(@Nullable Expression expression) {
        return expression instanceof Literal literal ? Optional.ofNullable(literal.getValue()) : Optional.empty();
    }
}
