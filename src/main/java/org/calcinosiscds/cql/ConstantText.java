package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Quantity;
import org.jspecify.annotations.Nullable;

/** Text that is the same for every patient: literals, joined with the figures of thresholds. */
final class ConstantText {
    private static final String FIGURE = "Figure";

    private final LibraryResolver libraries;

    ConstantText(LibraryResolver libraries) {
        this.libraries = libraries;
    }

    /** Empty for an expression that reads anything of a patient. */
    Optional<String> of(@Nullable Expression expression, Library library) {
        if (expression instanceof Literal literal) {
            return Optional.of(String.valueOf(literal.getValue()));
        }
        if (expression instanceof Concatenate sentence) {
            var parts = sentence.getOperand().stream()
                    .map(operand -> of(operand, library))
                    .toList();
            return parts.stream().allMatch(Optional::isPresent)
                    ? Optional.of(parts.stream().flatMap(Optional::stream).collect(Collectors.joining()))
                    : Optional.empty();
        }
        if (expression instanceof FunctionRef call) {
            Library owner = libraries.owner(call.getLibraryName(), library);
            return FIGURE.equals(call.getName())
                            && ContentLibraries.CARD_WORDS.equals(Objects.requireNonNull(owner.getIdentifier())
                                    .getId())
                    ? quantity(call.getOperand().get(0), library).map(ConstantText::figure)
                    : Optional.empty();
        }
        return expression instanceof ExpressionRef reference
                ? definition(reference, library)
                        .flatMap(definition ->
                                of(definition.getExpression(), libraries.owner(reference.getLibraryName(), library)))
                : Optional.empty();
    }

    private Optional<BigDecimal> quantity(Expression expression, Library library) {
        return expression instanceof ExpressionRef reference && !(expression instanceof FunctionRef)
                ? definition(reference, library)
                        .map(ExpressionDef::getExpression)
                        .filter(Quantity.class::isInstance)
                        .map(threshold -> ((Quantity) threshold).getValue())
                : Optional.empty();
    }

    private Optional<ExpressionDef> definition(ExpressionRef reference, Library library) {
        return LibraryResolver.definitions(libraries.owner(reference.getLibraryName(), library)).stream()
                .filter(definition -> String.valueOf(definition.getName()).equals(reference.getName()))
                .findFirst();
    }

    /** As {@code CardWords."Figure"} writes it. */
    private static String figure(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
