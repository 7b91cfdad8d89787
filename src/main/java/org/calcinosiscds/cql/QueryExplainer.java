package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.RelationshipClause;
import org.hl7.elm.r1.With;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Tells which elements a query had to choose from, and of those that it leaves out which condition does that. */
final class QueryExplainer {
    private static final int SHOWN = 3;

    /** How many combinations of elements of several sources are looked at. */
    private static final int COMBINATIONS = 100;

    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;
    private final Conditions conditions;

    /** What follows a condition further down. */
    interface Conditions {
        List<RuleExplanation> of(ExplainedPlace place, Expression condition, @Nullable Object value);
    }

    QueryExplainer(CompiledKnowledge compiled, Evaluation evaluation, Conditions conditions) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.conditions = conditions;
    }

    /** A condition of a query that a combination of elements does not meet, and why. */
    private record Unmet(@Nullable Object value, List<RuleExplanation> because) {}

    /** A combination of elements and what it fails. */
    private record Candidate(QueryCombination combination, List<Supplier<Unmet>> unmet) {}

    /** Whether the elements of a query are chosen by conditions of its own. */
    static boolean hasConditions(Query query) {
        return query.getAggregate() == null
                && (query.getWhere() != null || !query.getRelationship().isEmpty());
    }

    /** The first source of a query that has no elements. */
    Optional<Expression> emptySource(ExplainedPlace place, Query query) {
        return query.getSource().stream()
                .map(source -> Objects.requireNonNull(source.getExpression()))
                .filter(source -> elements(place.value(evaluation, source)).isEmpty())
                .findFirst();
    }

    /** Number of candidates, and a few of them: those that are chosen, or else those that fail the fewest conditions. */
    RuleExplanation of(ExplainedPlace place, Query query) {
        List<List<Object>> sources = query.getSource().stream()
                .map(source -> elements(place.value(evaluation, Objects.requireNonNull(source.getExpression()))))
                .toList();
        List<Candidate> candidates = combinations(sources).stream()
                .map(elements -> new QueryCombination(place, query, evaluation, elements))
                .map(combination -> new Candidate(combination, unmet(combination, query)))
                .sorted(Comparator.comparingInt(each -> each.unmet().size()))
                .toList();
        List<Candidate> chosen =
                candidates.stream().filter(each -> each.unmet().isEmpty()).toList();
        List<RuleExplanation> shown = (chosen.isEmpty() ? candidates : chosen)
                .stream().limit(SHOWN).map(each -> explanation(place, each)).toList();
        Expression first = Objects.requireNonNull(query.getSource().get(0).getExpression());
        String met = chosen.isEmpty() ? "none meets" : chosen.size() == 1 ? "1 meets" : chosen.size() + " meet";
        return new RuleExplanation(
                ConditionTexts.name(place.library()),
                ConditionTexts.line(first.getLocator()),
                query.getSource().stream()
                        .map(source -> compiled.texts()
                                .text(
                                        place.library(),
                                        Objects.requireNonNull(source.getExpression())
                                                .getLocator()))
                        .collect(Collectors.joining(", ")),
                count(sources, candidates.size()) + ", " + met + " the "
                        + (query.getRelationship().isEmpty() ? "where" : "conditions"),
                shown,
                List.of(),
                List.of());
    }

    private static String count(List<List<Object>> sources, int tried) {
        long all = sources.stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
        String noun = sources.size() == 1 ? "candidate" : "combination";
        return (tried < all ? tried + " of " : "") + all + " " + noun + (all == 1 ? "" : "s");
    }

    /** One element of each source, not more than can be looked at. */
    private static List<List<Object>> combinations(List<List<Object>> sources) {
        List<List<Object>> found = List.of(List.of());
        for (List<Object> source : sources) {
            found = found.stream()
                    .flatMap(begun -> source.stream().map(element -> and(begun, element)))
                    .limit(sources.size() == 1 ? Long.MAX_VALUE : COMBINATIONS)
                    .toList();
        }
        return found;
    }

    /** An element may be null. */
    private static List<Object> and(List<Object> begun, Object element) {
        List<Object> more = new ArrayList<>(begun);
        more.add(element);
        return more;
    }

    private List<Supplier<Unmet>> unmet(QueryCombination combination, Query query) {
        List<Supplier<Unmet>> found = new ArrayList<>();
        query.getRelationship().forEach(related -> unmet(combination, related).ifPresent(found::add));
        boolean isDecided = !found.isEmpty();
        for (Expression condition : query.getWhere() == null
                ? List.<Expression>of()
                : conjuncts(query.getWhere()).toList()) {
            try {
                ExplainedPlace inside = combination.at(condition);
                Object value = inside.value(evaluation, condition);
                if (!Boolean.TRUE.equals(value)) {
                    found.add(() -> new Unmet(value, conditions.of(inside, condition, value)));
                    isDecided |= Boolean.FALSE.equals(value);
                }
            } catch (EvaluationException e) {
                // A condition that is false keeps the rule from those behind it, which may be about what there is not.
                if (!isDecided) {
                    throw e;
                }
            }
        }
        return found;
    }

    /** Of {@code with} that no element meets the conditions of, and of {@code without} that one does. */
    private Optional<Supplier<Unmet>> unmet(QueryCombination combination, RelationshipClause related) {
        Expression source = Objects.requireNonNull(related.getExpression());
        Expression condition = Objects.requireNonNull(related.getSuchThat());
        String alias = String.valueOf(related.getAlias());
        List<Object> partners = elements(combination.at(source).value(evaluation, source));
        List<Object> met = partners.stream()
                .filter(partner -> Boolean.TRUE.equals(
                        combination.at(condition, alias, partner).value(evaluation, condition)))
                .toList();
        if (related instanceof With != met.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            List<RuleExplanation> shown = (met.isEmpty() ? partners : met)
                    .stream()
                            .limit(SHOWN)
                            .map(partner -> partner(combination.at(condition, alias, partner), condition, partner))
                            .toList();
            ExplainedPlace place = combination.at(source);
            return new Unmet(
                    false,
                    List.of(new RuleExplanation(
                            ConditionTexts.name(place.library()),
                            ConditionTexts.line(source.getLocator()),
                            (related instanceof With ? "with " : "without ")
                                    + compiled.texts().text(place.library(), source.getLocator()),
                            count(List.of(partners), partners.size()) + ", "
                                    + (met.isEmpty()
                                            ? "none meets"
                                            : met.size() == 1 ? "1 meets" : met.size() + " meet")
                                    + " the such that",
                            shown,
                            List.of(),
                            List.of())));
        });
    }

    private RuleExplanation partner(ExplainedPlace place, Expression condition, Object partner) {
        Object value = place.value(evaluation, condition);
        List<RuleExplanation> because = Boolean.TRUE.equals(value)
                ? List.of()
                : conjuncts(condition)
                        .filter(each -> !Boolean.TRUE.equals(place.value(evaluation, each)))
                        .flatMap(each -> conditions.of(place, each, place.value(evaluation, each)).stream())
                        .toList();
        return line(place, text(partner), value, because);
    }

    private static Stream<Expression> conjuncts(Expression condition) {
        return condition instanceof And and
                ? and.getOperand().stream().flatMap(QueryExplainer::conjuncts)
                : Stream.of(condition);
    }

    private RuleExplanation explanation(ExplainedPlace place, Candidate each) {
        List<Unmet> unmet = each.unmet().stream().map(Supplier::get).toList();
        Object value = unmet.isEmpty()
                ? Boolean.TRUE
                : unmet.stream().anyMatch(condition -> Boolean.FALSE.equals(condition.value())) ? false : null;
        return line(
                place,
                each.combination().elements().stream().map(this::text).collect(Collectors.joining(", ")),
                value,
                unmet.stream()
                        .flatMap(condition -> condition.because().stream())
                        .toList());
    }

    private static RuleExplanation line(
            ExplainedPlace place, String text, @Nullable Object value, List<RuleExplanation> because) {
        return new RuleExplanation(
                ConditionTexts.name(place.library()),
                because.isEmpty() ? 0 : because.get(0).line(),
                text,
                String.valueOf(value),
                because,
                List.of(),
                List.of());
    }

    private static List<Object> elements(@Nullable Object data) {
        List<Object> found = new ArrayList<>();
        if (data instanceof Iterable<?> several) {
            several.forEach(found::add);
        } else if (data != null) {
            found.add(data);
        }
        return found;
    }

    /** A resource, or what was read from one, by reference with value, unit and date; else the value itself. */
    private String text(Object element) {
        if (element instanceof Resource resource) {
            return text(CitedResources.of(resource.fhirType() + "/" + resource.getIdPart(), resource));
        }
        if (element instanceof Tuple tuple) {
            for (Object part : tuple.getElements().values()) {
                Resource read = part instanceof Resource resource
                        ? resource
                        : evaluation.read().get(String.valueOf(CqlValues.tree(part)));
                if (read != null) {
                    return text(read);
                }
            }
        }
        return ExplainedValue.shortText(element);
    }

    private static String text(CitedResource cited) {
        return Stream.of(cited.reference(), cited.value(), cited.unit(), cited.date())
                .filter(Objects::nonNull)
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }
}
