package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Concatenate;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.TupleElement;

/**
 * A definition that is a rule: its name ends with {@code Rule} and it is null or a tuple.
 *
 * @param tuples what it can be when it is true
 */
record RuleDefinition(Library library, ExpressionDef definition, List<Tuple> tuples) {
    static List<RuleDefinition> of(Library library) {
        List<RuleDefinition> rules = new ArrayList<>();
        for (ExpressionDef definition : LibraryResolver.definitions(library)) {
            if (String.valueOf(definition.getName()).endsWith(" Rule") && definition.getExpression() != null) {
                List<Tuple> tuples = branches(definition.getExpression(), library)
                        .filter(Tuple.class::isInstance)
                        .map(Tuple.class::cast)
                        .toList();
                if (!tuples.isEmpty()) {
                    rules.add(new RuleDefinition(library, definition, tuples));
                }
            }
        }
        return rules.stream()
                .filter(rule -> rules.stream().noneMatch(rule::isPartOf))
                .toList();
    }

    /** Whether another rule is this one or one more. */
    @SuppressWarnings("ReferenceEquality") // The very same node of the ELM, not one that looks alike.
    private boolean isPartOf(RuleDefinition other) {
        return tuples.size() < other.tuples.size()
                && tuples.stream().allMatch(tuple -> other.tuples.stream().anyMatch(each -> each == tuple));
    }

    /** Ids of orders that the rule names, where they are arguments of functions of the library of orders. */
    List<Literal> orders() {
        Set<String> aliases = library.getIncludes() == null
                ? Set.of()
                : library.getIncludes().getDef().stream()
                        .filter(include -> ContentLibraries.ORDERABLES.equals(include.getPath()))
                        .map(include -> String.valueOf(include.getLocalIdentifier()))
                        .collect(Collectors.toSet());
        return tuples.stream()
                .flatMap(tuple -> field(tuple, "items").stream())
                .flatMap(items -> ElmWalk.calls(items, library).stream())
                .filter(call -> aliases.contains(String.valueOf(call.getLibraryName()))
                        && !call.getOperand().isEmpty())
                .flatMap(call -> branches(call.getOperand().get(0), library))
                .filter(Literal.class::isInstance)
                .map(Literal.class::cast)
                .toList();
    }

    static String text(Literal literal) {
        return String.valueOf(literal.getValue());
    }

    String libraryName() {
        return String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }

    String file() {
        return "cql/" + libraryName() + ".cql";
    }

    String name() {
        return String.valueOf(definition.getName());
    }

    static Optional<Expression> field(Tuple tuple, String name) {
        return tuple.getElement().stream()
                .filter(element -> name.equals(element.getName()))
                .map(TupleElement::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** What a field can be, in any branch. */
    Stream<Expression> values(String name) {
        return tuples.stream().flatMap(tuple -> field(tuple, name).stream()).flatMap(value -> branches(value, library));
    }

    /** Of a text: the length of those parts that are the same for every patient. */
    static int leastLength(Expression text) {
        if (text instanceof Literal literal) {
            return text(literal).length();
        }
        return text instanceof Concatenate parts
                ? parts.getOperand().stream()
                        .mapToInt(RuleDefinition::leastLength)
                        .sum()
                : 0;
    }

    /** Literals that a field can be, or that the list in it holds, in any branch. */
    List<Literal> literals(String name) {
        return values(name)
                .flatMap(value -> value instanceof org.hl7.elm.r1.List list
                        ? list.getElement().stream().flatMap(element -> branches(element, library))
                        : Stream.of(value))
                .filter(Literal.class::isInstance)
                .map(Literal.class::cast)
                .toList();
    }

    /** What an expression can be, through conditions and definitions of the same library. */
    static Stream<Expression> branches(Expression expression, Library library) {
        if (expression instanceof If choice) {
            return Stream.of(choice.getThen(), choice.getElse())
                    .filter(Objects::nonNull)
                    .flatMap(each -> branches(each, library));
        }
        if (expression instanceof Case choice) {
            return Stream.concat(choice.getCaseItem().stream().map(item -> item.getThen()), Stream.of(choice.getElse()))
                    .filter(Objects::nonNull)
                    .flatMap(each -> branches(each, library));
        }
        if (expression instanceof As conversion && conversion.getOperand() != null) {
            return branches(conversion.getOperand(), library);
        }
        if (expression instanceof ExpressionRef reference
                && !(expression instanceof FunctionRef)
                && reference.getLibraryName() == null) {
            return ElmWalk.definition(library, reference).stream().flatMap(each -> branches(each, library));
        }
        return Stream.of(expression);
    }
}
