package org.calcinosiscds.cql;

import java.util.ArrayList;
import org.cqframework.cql.elm.IdObjectFactory;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Coalesce;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.First;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Indexer;
import org.hl7.elm.r1.Instance;
import org.hl7.elm.r1.Interval;
import org.hl7.elm.r1.Last;
import org.hl7.elm.r1.List;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.hl7.elm.r1.Retrieve;
import org.hl7.elm.r1.SingletonFrom;
import org.hl7.elm.r1.Tuple;
import org.hl7.elm.r1.Union;

/**
 * Keeps the expressions that have elements, or are named, as the translator makes them: of a definition with an error nothing is left in
 * its answer.
 */
final class KeptExpressions extends IdObjectFactory {
    private final java.util.List<Expression> made = new ArrayList<>();

    /** Those that were made so far; of each the translator may have said where it stands and what type it has. */
    java.util.List<Expression> made() {
        return made;
    }

    private <T extends Expression> T kept(T expression) {
        made.add(expression);
        return expression;
    }

    @Override
    public AliasRef createAliasRef() {
        return kept(super.createAliasRef());
    }

    @Override
    public As createAs() {
        return kept(super.createAs());
    }

    @Override
    public Case createCase() {
        return kept(super.createCase());
    }

    @Override
    public Coalesce createCoalesce() {
        return kept(super.createCoalesce());
    }

    @Override
    public ExpressionRef createExpressionRef() {
        return kept(super.createExpressionRef());
    }

    @Override
    public First createFirst() {
        return kept(super.createFirst());
    }

    @Override
    public FunctionRef createFunctionRef() {
        return kept(super.createFunctionRef());
    }

    @Override
    public If createIf() {
        return kept(super.createIf());
    }

    @Override
    public Indexer createIndexer() {
        return kept(super.createIndexer());
    }

    @Override
    public Instance createInstance() {
        return kept(super.createInstance());
    }

    @Override
    public Interval createInterval() {
        return kept(super.createInterval());
    }

    @Override
    public Last createLast() {
        return kept(super.createLast());
    }

    @Override
    public List createList() {
        return kept(super.createList());
    }

    @Override
    public OperandRef createOperandRef() {
        return kept(super.createOperandRef());
    }

    @Override
    public ParameterRef createParameterRef() {
        return kept(super.createParameterRef());
    }

    @Override
    public Property createProperty() {
        return kept(super.createProperty());
    }

    @Override
    public Query createQuery() {
        return kept(super.createQuery());
    }

    @Override
    public QueryLetRef createQueryLetRef() {
        return kept(super.createQueryLetRef());
    }

    @Override
    public Retrieve createRetrieve() {
        return kept(super.createRetrieve());
    }

    @Override
    public SingletonFrom createSingletonFrom() {
        return kept(super.createSingletonFrom());
    }

    @Override
    public Tuple createTuple() {
        return kept(super.createTuple());
    }

    @Override
    public Union createUnion() {
        return kept(super.createUnion());
    }
}
