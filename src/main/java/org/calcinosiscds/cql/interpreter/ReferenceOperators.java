package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.CodeRef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.QueryLetRef;
import org.hl7.elm.r1.ValueSetRef;
import org.opencds.cqf.cql.engine.elm.executing.CodeRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LiteralEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.OperandRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.PropertyEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.QuantityEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.QueryLetRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ValueSetRefEvaluator;

/** What has a value already, or gets it from elsewhere. */
final class ReferenceOperators {
    private ReferenceOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(ExpressionRef.class, (e, by, state) -> by.reference(e, state))
                .kind(FunctionRef.class, (e, by, state) -> by.call(e, state))
                .kind(OperandRef.class, (e, by, state) -> OperandRefEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(AliasRef.class, (e, by, state) -> state.resolveAlias(e.getName()))
                .kind(QueryLetRef.class, (e, by, state) -> QueryLetRefEvaluator.internalEvaluate(e, state))
                .kind(ParameterRef.class, (e, by, state) -> by.parameter(e, state))
                .kind(ValueSetRef.class, (e, by, state) -> ValueSetRefEvaluator.internalEvaluate(state, e))
                .kind(CodeRef.class, (e, by, state) -> CodeRefEvaluator.toCode(e, state))
                .kind(Property.class, (e, by, state) -> PropertyEvaluator.INSTANCE.internalEvaluate(e, state, by))
                .kind(
                        Literal.class,
                        (e, by, state) -> LiteralEvaluator.internalEvaluate(e.getValueType(), e.getValue(), state))
                .kind(Quantity.class, (e, by, state) -> QuantityEvaluator.internalEvaluate(e, state))
                .kind(Null.class, (e, by, state) -> null);
    }
}
