package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.cql.interpreter.Variables;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.RuleExplanation;
import org.hl7.elm.r1.AliasedQuerySource;
import org.hl7.elm.r1.And;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.LetClause;
import org.hl7.elm.r1.Query;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Tells which elements a query had to choose from, and of those that it leaves out which condition does that. */
final class QueryExplainer {
    private static final int SHOWN = 3;

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

    /** An element and what its conditions are. */
    private record Candidate(
            ExplainedPlace place,
            Object element,
            List<Expression> unmet,
            @Nullable Object value) {}

    /** Whether each element of a query is chosen by its {@code where} alone. */
    static boolean isPlain(Query query) {
        return query.getSource().size() == 1
                && query.getWhere() != null
                && query.getRelationship().isEmpty()
                && query.getAggregate() == null;
    }

    /** Number of candidates, and a few of them: those that are chosen, or else those that fail the fewest conditions. Nothing without candidates. */
    Optional<RuleExplanation> of(ExplainedPlace place, Query query) {
        AliasedQuerySource source = query.getSource().get(0);
        Expression data = Objects.requireNonNull(source.getExpression());
        List<Object> elements = elements(place.value(evaluation, data));
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        List<Candidate> candidates = elements.stream()
                .map(element -> candidate(place, query, element))
                .sorted(Comparator.comparingInt(each -> each.unmet().size()))
                .toList();
        List<Candidate> chosen =
                candidates.stream().filter(each -> each.unmet().isEmpty()).toList();
        List<RuleExplanation> shown = (chosen.isEmpty() ? candidates : chosen)
                .stream().limit(SHOWN).map(this::explanation).toList();
        String count = elements.size() == 1 ? "1 candidate" : elements.size() + " candidates";
        String met = chosen.isEmpty() ? "none meets" : chosen.size() == 1 ? "1 meets" : chosen.size() + " meet";
        return Optional.of(new RuleExplanation(
                ConditionTexts.name(place.library()),
                ConditionTexts.line(data.getLocator()),
                compiled.texts().text(place.library(), data.getLocator()),
                count + ", " + met + " the where",
                shown,
                List.of(),
                List.of()));
    }

    private Candidate candidate(ExplainedPlace place, Query query, Object element) {
        Variables variables =
                place.variables().with(String.valueOf(query.getSource().get(0).getAlias()), element);
        for (LetClause let : query.getLet()) {
            Object value = place.with(variables).value(evaluation, Objects.requireNonNull(let.getExpression()));
            variables = variables.with(String.valueOf(let.getIdentifier()), value);
        }
        ExplainedPlace inside = place.with(variables);
        Expression where = Objects.requireNonNull(query.getWhere());
        Object value = inside.value(evaluation, where);
        List<Expression> unmet = Boolean.TRUE.equals(value)
                ? List.of()
                : conjuncts(where)
                        .filter(each -> !Boolean.TRUE.equals(inside.value(evaluation, each)))
                        .toList();
        return new Candidate(inside, element, unmet, value);
    }

    private static Stream<Expression> conjuncts(Expression condition) {
        return condition instanceof And and
                ? and.getOperand().stream().flatMap(QueryExplainer::conjuncts)
                : Stream.of(condition);
    }

    private RuleExplanation explanation(Candidate each) {
        List<RuleExplanation> because = new ArrayList<>();
        each.unmet()
                .forEach(condition -> because.addAll(
                        conditions.of(each.place(), condition, each.place().value(evaluation, condition))));
        return new RuleExplanation(
                ConditionTexts.name(each.place().library()),
                because.isEmpty() ? 0 : because.get(0).line(),
                text(each.element()),
                String.valueOf(each.value()),
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
