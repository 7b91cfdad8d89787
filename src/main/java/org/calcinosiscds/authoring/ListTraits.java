package org.calcinosiscds.authoring;

import java.util.stream.Stream;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Distinct;
import org.hl7.elm.r1.Except;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Flatten;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Intersect;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.Slice;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.UnaryExpression;
import org.hl7.elm.r1.Union;
import org.jspecify.annotations.Nullable;

/** Properties of a list that hold for every patient. */
final class ListTraits {
    private static final int DEPTH = 12;

    private final Definitions definitions;

    ListTraits(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Whether the order of the elements is arbitrary: that of stored resources, or of united lists. */
    boolean isUnsorted(@Nullable Expression list, Library library) {
        return isUnsorted(list, library, 0);
    }

    private boolean isUnsorted(@Nullable Expression list, Library library, int depth) {
        if (depth > DEPTH || list == null) {
            return false;
        }
        if (list instanceof Retrieve || list instanceof Union || list instanceof Intersect) {
            return true;
        }
        if (list instanceof Query query) {
            return query.getSort() == null
                    && query.getAggregate() == null
                    && (query.getSource().size() > 1
                            || isUnsorted(query.getSource().get(0).getExpression(), library, depth + 1));
        }
        if (list instanceof ExpressionRef reference) {
            return definitions
                    .of(reference, library)
                    .filter(found -> isUnsorted(found.definition().getExpression(), found.library(), depth + 1))
                    .isPresent();
        }
        if (list instanceof Property property && property.getSource() != null) {
            return isUnsortedField(property, library, depth);
        }
        return sources(list).anyMatch(each -> isUnsorted(each, library, depth + 1));
    }

    /** A field of a tuple that is written out, there or in the define that is named. */
    private boolean isUnsortedField(Property property, Library library, int depth) {
        Expression source = property.getSource();
        Definitions.Definition found = source instanceof ExpressionRef reference
                ? definitions.of(reference, library).orElse(null)
                : null;
        Expression owner = found == null ? source : found.definition().getExpression();
        Library place = found == null ? library : found.library();
        return owner instanceof Tuple tuple
                && RuleDefinition.field(tuple, String.valueOf(property.getPath()))
                        .filter(field -> isUnsorted(field, place, depth + 1))
                        .isPresent();
    }

    /** Lists whose order or elements an expression has. */
    private static Stream<Expression> sources(Expression list) {
        if (list instanceof As || list instanceof Distinct || list instanceof Flatten) {
            return Stream.ofNullable(((UnaryExpression) list).getOperand());
        }
        if (list instanceof Slice slice) {
            return Stream.ofNullable(slice.getSource());
        }
        if (list instanceof Except except) {
            return except.getOperand().stream().limit(1);
        }
        return branches(list);
    }

    private static Stream<Expression> branches(Expression choice) {
        if (choice instanceof If either) {
            return Stream.concat(Stream.ofNullable(either.getThen()), Stream.ofNullable(either.getElse()));
        }
        return choice instanceof Case several
                ? Stream.concat(
                        several.getCaseItem().stream().flatMap(item -> Stream.ofNullable(item.getThen())),
                        Stream.ofNullable(several.getElse()))
                : Stream.empty();
    }

    /** Whether a list has an element for every patient. */
    boolean isNeverEmpty(@Nullable Expression list, Library library) {
        return isNeverEmpty(list, library, 0);
    }

    private boolean isNeverEmpty(@Nullable Expression list, Library library, int depth) {
        if (depth > DEPTH || list == null) {
            return false;
        }
        if (list instanceof org.hl7.elm.r1.List written) {
            return written.getElement().stream().anyMatch(each -> each instanceof Literal || each instanceof Tuple);
        }
        if (list instanceof ExpressionRef reference) {
            return definitions
                    .of(reference, library)
                    .filter(found -> isNeverEmpty(found.definition().getExpression(), found.library(), depth + 1))
                    .isPresent();
        }
        if (list instanceof Query query) {
            return query.getWhere() == null
                    && query.getRelationship().isEmpty()
                    && query.getAggregate() == null
                    && (query.getReturn() == null
                            || query.getReturn().getExpression() instanceof Tuple
                            || query.getReturn().getExpression() instanceof Literal)
                    && query.getSource().stream()
                            .allMatch(source -> isNeverEmpty(source.getExpression(), library, depth + 1));
        }
        if (list instanceof Union union) {
            return union.getOperand().stream().anyMatch(each -> isNeverEmpty(each, library, depth + 1));
        }
        if (list instanceof If || list instanceof Case) {
            return branches(list).allMatch(each -> isNeverEmpty(each, library, depth + 1));
        }
        return (list instanceof As || list instanceof Distinct)
                && isNeverEmpty(((UnaryExpression) list).getOperand(), library, depth + 1);
    }
}
