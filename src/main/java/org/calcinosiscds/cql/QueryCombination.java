package org.calcinosiscds.cql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cql.interpreter.Variables;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.LetClause;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.jspecify.annotations.Nullable;

/** One element of each source of a query. A {@code let} is evaluated only for a condition that uses it. */
final class QueryCombination {
    private final ExplainedPlace place;
    private final Query query;
    private final Evaluation evaluation;
    private final List<Object> elements;
    private final Variables aliases;
    private final Map<String, @Nullable Object> lets = new HashMap<>();

    QueryCombination(ExplainedPlace place, Query query, Evaluation evaluation, List<Object> elements) {
        this.place = place;
        this.query = query;
        this.evaluation = evaluation;
        this.elements = elements;
        Variables variables = place.variables();
        for (int i = 0; i < elements.size(); i++) {
            variables = variables.with(String.valueOf(query.getSource().get(i).getAlias()), elements.get(i));
        }
        this.aliases = variables;
    }

    List<Object> elements() {
        return elements;
    }

    /** Where a condition of the query stands, with the values that it uses. */
    ExplainedPlace at(Expression condition) {
        return place.with(variables(condition));
    }

    /** The same for a condition about an element of {@code with} or {@code without}. */
    ExplainedPlace at(Expression condition, String alias, Object partner) {
        return place.with(variables(condition).with(alias, partner));
    }

    private Variables variables(Expression part) {
        Variables variables = aliases;
        Set<String> used = used(part);
        for (LetClause let : query.getLet()) {
            String name = String.valueOf(let.getIdentifier());
            if (used.contains(name)) {
                variables = variables.with(name, value(name, Objects.requireNonNull(let.getExpression())));
            }
        }
        return variables;
    }

    private @Nullable Object value(String name, Expression let) {
        if (!lets.containsKey(name)) {
            lets.put(name, at(let).value(evaluation, let));
        }
        return lets.get(name);
    }

    private static Set<String> used(Expression part) {
        Set<String> found = new HashSet<>();
        new BaseElmLibraryVisitor<@Nullable Object, Set<String>>() {
            @Override
            public @Nullable Object visitQueryLetRef(QueryLetRef reference, Set<String> all) {
                all.add(String.valueOf(reference.getName()));
                return super.visitQueryLetRef(reference, all);
            }

            @Override
            protected @Nullable Object defaultResult(Element element, Set<String> all) {
                return null;
            }
        }.visitExpression(part, found);
        return found;
    }
}
