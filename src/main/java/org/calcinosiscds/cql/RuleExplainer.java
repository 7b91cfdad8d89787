package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Variables;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.CaseItem;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.Or;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.jspecify.annotations.Nullable;

/**
 * Follows a condition down through {@code and}, {@code or}, {@code not}, {@code if}, {@code case}, defines, functions and queries to what
 * decides it.
 */
final class RuleExplainer {
    private static final int DEPTH = 12;

    /** How many functions and queries are entered one in the other. */
    private static final int CALLS = 4;

    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;
    private final ExplanationNodes nodes;
    private final LibraryResolver libraries;
    private final QueryExplainer queries;
    private final int calls;
    private final Set<String> shown = new HashSet<>();

    RuleExplainer(CompiledKnowledge compiled, Evaluation evaluation, Citations citations) {
        this(compiled, evaluation, citations, CALLS);
    }

    private RuleExplainer(CompiledKnowledge compiled, Evaluation evaluation, Citations citations, int calls) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.nodes = new ExplanationNodes(compiled.texts(), citations);
        this.libraries = new LibraryResolver(compiled.libraries());
        this.queries = new QueryExplainer(
                compiled, evaluation, (place, condition, value) -> parts(place, condition, value, DEPTH - 1));
        this.calls = calls;
    }

    /**
     * Of defines alone, whose names tell the same condition in two versions of the content.
     *
     * @return empty when no library has a define of that name
     */
    static Optional<RuleExplanation> of(CompiledKnowledge compiled, Evaluation evaluation, String define) {
        for (var each : compiled.libraries().getCompiledLibraries().values()) {
            Library library = Objects.requireNonNull(each.getLibrary());
            Optional<ExpressionDef> found = LibraryResolver.definitions(library).stream()
                    .filter(named -> !(named instanceof FunctionDef) && define.equals(named.getName()))
                    .findFirst();
            if (found.isPresent()) {
                return Optional.of(
                        new RuleExplainer(compiled, evaluation, Citations.NONE, 0).explain(library, found.get()));
            }
        }
        return Optional.empty();
    }

    RuleExplanation explain(Library library, ExpressionDef define) {
        return explain(new ExplainedPlace(library, define), 0);
    }

    /** One condition of a define, its value, and what it reads. */
    RuleExplanation condition(Library library, ExpressionDef define, Expression part) {
        ExplainedPlace place = new ExplainedPlace(library, define);
        return part instanceof ExpressionRef reference && !(part instanceof FunctionRef)
                ? referenced(place, reference, 1)
                : entered(place, part, place.value(evaluation, part), 1);
    }

    /** A condition and its value alone. */
    RuleExplanation inOneLine(JudgedRules.Place place, Expression part) {
        ExplainedPlace there = new ExplainedPlace(place.library(), place.define());
        return nodes.node(there, part, there.value(evaluation, part), List.of());
    }

    private RuleExplanation explain(ExplainedPlace place, int depth) {
        Expression whole = Objects.requireNonNull(place.define().getExpression());
        Object value = place.value(evaluation, whole);
        String name = name(place);
        // Of a quantity or of elements the value says enough; what was shown is not shown again.
        List<RuleExplanation> because = List.of();
        if (depth < DEPTH && (isTruth(value) || isEmpty(value)) && shown.add(name)) {
            because = isTruth(value) ? parts(place, whole, value, depth + 1) : candidates(place, whole, depth + 1);
        }
        return nodes.node(place, whole, name, ConditionTexts.line(place.define().getLocator()), value, because);
    }

    private static String name(ExplainedPlace place) {
        return ConditionTexts.name(place.library()) + ".\"" + place.define().getName() + '"';
    }

    private static boolean isTruth(@Nullable Object value) {
        return value == null || value instanceof Boolean;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value instanceof Iterable<?> list && !list.iterator().hasNext();
    }

    private List<RuleExplanation> parts(ExplainedPlace place, Expression part, @Nullable Object value, int depth) {
        if (part instanceof And and) {
            return deciding(place, and.getOperand(), value, depth);
        }
        if (part instanceof Or or) {
            return deciding(place, or.getOperand(), value, depth);
        }
        if (part instanceof Not not && compiled.texts().isWritten(not, place.library())) {
            return condition(place, Objects.requireNonNull(not.getOperand()), depth);
        }
        if (part instanceof If choice) {
            Expression condition = Objects.requireNonNull(choice.getCondition());
            boolean isMet = isTrue(place, condition);
            List<RuleExplanation> found = new ArrayList<>(condition(place, condition, depth));
            found.addAll(chosen(place, isMet ? choice.getThen() : choice.getElse(), value, depth));
            return found;
        }
        if (part instanceof Case choice && choice.getComparand() == null) {
            return alternatives(place, choice, value, depth);
        }
        if (part instanceof Coalesce values && place.calls() < calls) {
            return firstWithValue(place, values, depth);
        }
        if (part instanceof ExpressionRef reference && !(part instanceof FunctionRef)) {
            return List.of(referenced(place, reference, depth));
        }
        return List.of(entered(place, part, value, depth));
    }

    /** The conditions of a {@code case} up to the one that is met, and what is chosen by it. */
    private List<RuleExplanation> alternatives(ExplainedPlace place, Case choice, @Nullable Object value, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        for (CaseItem item : choice.getCaseItem()) {
            Expression condition = Objects.requireNonNull(item.getWhen());
            found.addAll(condition(place, condition, depth));
            if (isTrue(place, condition)) {
                found.addAll(chosen(place, item.getThen(), value, depth));
                return found;
            }
        }
        found.addAll(chosen(place, choice.getElse(), value, depth));
        return found;
    }

    /** The values of a {@code Coalesce} up to the first that is there. */
    private List<RuleExplanation> firstWithValue(ExplainedPlace place, Coalesce values, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        for (Expression each : values.getOperand()) {
            Object value = place.value(evaluation, each);
            found.addAll(chosen(place, each, value, depth));
            if (value != null) {
                break;
            }
        }
        return found;
    }

    private List<RuleExplanation> condition(ExplainedPlace place, Expression condition, int depth) {
        return parts(place, condition, place.value(evaluation, condition), depth);
    }

    private boolean isTrue(ExplainedPlace place, Expression condition) {
        return Boolean.TRUE.equals(place.value(evaluation, condition));
    }

    /** What a branch rests on; nothing where it says its value itself. */
    private List<RuleExplanation> chosen(
            ExplainedPlace place, @Nullable Expression branch, @Nullable Object value, int depth) {
        return branch == null || branch instanceof Literal || branch instanceof Null
                ? List.of()
                : parts(place, branch, value, depth);
    }

    /** A condition with what it names, and with the inside of the function or query that it is. */
    private RuleExplanation entered(ExplainedPlace place, Expression part, @Nullable Object value, int depth) {
        List<RuleExplanation> because = new ArrayList<>();
        if (part instanceof Exists exists && place.calls() < calls) {
            because.addAll(candidates(place, Objects.requireNonNull(exists.getOperand()), depth));
        } else {
            because.addAll(inputs(place, part, depth));
            if (part instanceof FunctionRef call && isTruth(value)) {
                function(place, call).ifPresent(inside -> because.add(called(inside, value, depth)));
            }
        }
        return nodes.node(place, part, value, because);
    }

    /** Where the elements of a list come from, and why there are none. */
    private List<RuleExplanation> candidates(ExplainedPlace place, Expression list, int depth) {
        if (depth >= DEPTH || place.calls() >= calls) {
            return inputs(place, list, depth);
        }
        if (list instanceof As conversion && conversion.getOperand() != null) {
            return candidates(place, conversion.getOperand(), depth);
        }
        if (list instanceof Query query && QueryExplainer.hasConditions(query)) {
            Optional<Expression> empty = queries.emptySource(place, query);
            return empty.isPresent() ? candidates(place, empty.get(), depth) : List.of(queries.of(place, query));
        }
        if (list instanceof ExpressionRef reference && !(list instanceof FunctionRef)) {
            return List.of(referenced(place, reference, depth));
        }
        Object value = place.value(evaluation, list);
        List<RuleExplanation> because = new ArrayList<>(inputs(place, list, depth));
        if (list instanceof FunctionRef call && isEmpty(value)) {
            function(place, call).ifPresent(inside -> because.add(called(inside, value, depth)));
        }
        return List.of(nodes.node(place, list, value, because));
    }

    private Optional<ExplainedPlace> function(ExplainedPlace place, FunctionRef call) {
        return place.calls() < calls ? place.inside(call, libraries, evaluation) : Optional.empty();
    }

    /** A function with the values of its arguments, and what decides its own value. */
    private RuleExplanation called(ExplainedPlace inside, @Nullable Object value, int depth) {
        Expression body = Objects.requireNonNull(inside.define().getExpression());
        Variables arguments = inside.variables();
        String given = IntStream.range(0, arguments.names().size())
                .mapToObj(i -> arguments.names().get(i) + " "
                        + ExplainedValue.shortText(arguments.values().get(i)))
                .collect(Collectors.joining(", "));
        List<RuleExplanation> because = depth >= DEPTH || !shown.add(name(inside) + " " + given)
                ? List.of()
                : isTruth(value) ? parts(inside, body, value, depth + 1) : candidates(inside, body, depth + 1);
        return new RuleExplanation(
                ConditionTexts.name(inside.library()),
                ConditionTexts.line(inside.define().getLocator()),
                name(inside),
                given,
                because,
                List.of(),
                List.of());
    }

    /** The defines that a condition names, and inside of functions and queries the values that it compares. */
    private List<RuleExplanation> inputs(ExplainedPlace place, Expression part, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        Expression compared = part instanceof Not not ? Objects.requireNonNull(not.getOperand()) : part;
        if (!place.isOutside() && compared instanceof BinaryExpression both) {
            both.getOperand().stream()
                    .map(WrittenParts::written)
                    .filter(each ->
                            each instanceof Property || each instanceof OperandRef || each instanceof QueryLetRef)
                    .forEach(each -> found.add(nodes.node(place, each, place.value(evaluation, each), List.of())));
        }
        WrittenParts.references(part).forEach(reference -> found.add(referenced(place, reference, depth)));
        return found;
    }

    /** Both operands when the value needs both, else those that have the value. */
    private List<RuleExplanation> deciding(
            ExplainedPlace place, List<Expression> operands, @Nullable Object value, int depth) {
        List<RuleExplanation> found = new ArrayList<>();
        for (Expression operand : operands) {
            Object part = place.value(evaluation, operand);
            if (Objects.equals(part, value)) {
                found.addAll(parts(place, operand, part, depth));
            }
        }
        return found;
    }

    private RuleExplanation referenced(ExplainedPlace place, ExpressionRef reference, int depth) {
        Library owner = libraries.owner(reference.getLibraryName(), place.library());
        ExpressionDef define = libraries.target(reference, place.library()).orElseThrow();
        return explain(new ExplainedPlace(owner, define), depth);
    }
}
