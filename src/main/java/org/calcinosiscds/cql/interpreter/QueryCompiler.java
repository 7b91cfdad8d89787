package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.hl7.elm.r1.AggregateClause;
import org.hl7.elm.r1.AliasedQuerySource;
import org.hl7.elm.r1.LetClause;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.RelationshipClause;
import org.hl7.elm.r1.With;

/** Compiles queries. */
final class QueryCompiler {
    private QueryCompiler() {}

    static Code compile(Query query, Compilation by) {
        List<QueryCode.Source> sources = new ArrayList<>();
        for (AliasedQuerySource source : query.getSource()) {
            String name = Tuples.name(source.getAlias());
            Node data = by.node(source.getExpression());
            sources.add(new QueryCode.Source(name, data, by.declare(name)));
        }
        List<QueryCode.Let> lets = new ArrayList<>();
        for (LetClause let : query.getLet()) {
            Node value = by.node(let.getExpression());
            lets.add(new QueryCode.Let(value, by.declare(String.valueOf(let.getIdentifier()))));
        }
        List<QueryCode.Relationship> relationships = query.getRelationship().stream()
                .map(each -> relationship(each, by))
                .toList();
        Node where = query.getWhere() == null ? null : by.node(query.getWhere());
        Node result =
                query.getReturn() == null ? null : by.node(query.getReturn().getExpression());
        by.forget(sources.size() + lets.size());
        return new QueryCode(
                sources,
                lets,
                relationships,
                where,
                result,
                query.getReturn() != null
                        && Boolean.TRUE.equals(query.getReturn().isDistinct()),
                query.getAggregate() == null ? null : fold(sources, query.getAggregate(), by),
                query.getSort() == null ? null : Sorting.of(query.getSort(), by));
    }

    private static QueryCode.Relationship relationship(RelationshipClause clause, Compilation by) {
        Node data = by.node(clause.getExpression());
        int alias = by.declare(String.valueOf(clause.getAlias()));
        Node suchThat = by.node(clause.getSuchThat());
        by.forget(1);
        return new QueryCode.Relationship(data, alias, suchThat, clause instanceof With);
    }

    private static QueryCode.Fold fold(List<QueryCode.Source> sources, AggregateClause aggregate, Compilation by) {
        Node starting = by.optional(aggregate.getStarting());
        int accumulator = by.declare(String.valueOf(aggregate.getIdentifier()));
        List<QueryCode.Alias> aliases = new ArrayList<>();
        for (QueryCode.Source source : sources) {
            aliases.add(new QueryCode.Alias(source.name(), by.declare(source.name())));
        }
        Node next = by.node(aggregate.getExpression());
        by.forget(1 + aliases.size());
        return new QueryCode.Fold(starting, next, accumulator, aliases, Boolean.TRUE.equals(aggregate.isDistinct()));
    }
}
