package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.cql.property.PropertyPath;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.QueryLetRef;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.LiteralEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.QuantityEvaluator;
import org.opencds.cqf.cql.engine.exception.CqlException;

/** What has a value already, or gets it from elsewhere. */
final class ReferenceOperators {
    private ReferenceOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(ExpressionRef.class, ReferenceOperators::define)
                .kind(FunctionRef.class, ReferenceOperators::call)
                .kind(OperandRef.class, (e, by) -> variable(e.getName(), by))
                .kind(AliasRef.class, (e, by) -> variable(e.getName(), by))
                .kind(QueryLetRef.class, (e, by) -> variable(e.getName(), by))
                .kind(ParameterRef.class, ReferenceOperators::parameter)
                .kind(Property.class, ReferenceOperators::property)
                .kind(Literal.class, ReferenceOperators::literal)
                .kind(Quantity.class, ReferenceOperators::quantity)
                .kind(Null.class, (e, by) -> new Code.Constant(null));
    }

    private static Code define(ExpressionRef reference, Compilation by) {
        Define define =
                Frame.required(by.library().owner(reference.getLibraryName()).define(reference.getName()));
        // A listener sees each define.
        if (define.isWritten() && !by.context().isObserved()) {
            Node value = define.body().compiled().node();
            if (value.isConstant()) {
                return new Code.Constant(value.value(by.context().constantFrame()));
            }
        }
        return frame -> define.value(frame.run);
    }

    private static Code parameter(ParameterRef reference, Compilation by) {
        Parameter parameter =
                Frame.required(by.library().owner(reference.getLibraryName()).parameter(reference.getName()));
        return frame -> parameter.value(frame.run);
    }

    /** Of several functions that it may mean, a call means the one for the types of its arguments. */
    private static Code call(FunctionRef call, Compilation by) {
        Node[] arguments = by.nodes(call.getOperand());
        List<Function> functions = by.library().owner(call.getLibraryName()).functions(call).stream()
                .filter(function -> !Boolean.TRUE.equals(function.definition().isExternal()))
                .toList();
        if (functions.isEmpty()) {
            return by.engine(call);
        }
        if (functions.size() == 1) {
            Function function = functions.get(0);
            return frame -> function.call(arguments, frame);
        }
        return frame -> {
            List<@Nullable Object> values = new ArrayList<>(arguments.length);
            for (Node argument : arguments) {
                values.add(argument.value(frame));
            }
            List<Function> fitting = functions.stream()
                    .filter(function -> frame.state().getEnvironment().matchesTypes(function.definition(), values))
                    .toList();
            if (fitting.size() != 1) {
                throw new CqlException(fitting.size() + " functions are for arguments of these types.");
            }
            return fitting.get(0).call(values, frame.run);
        };
    }

    private static Code variable(@Nullable String name, Compilation by) {
        int position = by.position(name);
        if (position < 0) {
            throw new CqlException("The name means nothing here.");
        }
        return frame -> Node.variable(frame, position);
    }

    private static Code property(Property property, Compilation by) {
        String path = Frame.required(property.getPath());
        PropertyPath bound = by.context().properties().path(path);
        if (property.getSource() == null) {
            Code scope = variable(property.getScope(), by);
            return frame -> bound.of(scope.of(frame), frame.run.zone());
        }
        Node source = by.node(property.getSource());
        return frame -> bound.of(source.value(frame), frame.run.zone());
    }

    private static Code literal(Literal literal, Compilation by) {
        Object value = LiteralEvaluator.internalEvaluate(
                literal.getValueType(),
                literal.getValue(),
                by.context().constantFrame().state());
        // One object for each text, so that equal ones are usually the same.
        return new Code.Constant(value instanceof String text ? text.intern() : value);
    }

    /** Another object each time, because the engine's multiplication changes it. */
    private static Code quantity(Quantity quantity, Compilation by) {
        var checked = (org.opencds.cqf.cql.engine.runtime.Quantity) Frame.required(QuantityEvaluator.internalEvaluate(
                quantity, by.context().constantFrame().state()));
        BigDecimal value = checked.getValue();
        String unit = checked.getUnit();
        return frame -> new org.opencds.cqf.cql.engine.runtime.Quantity()
                .withValue(value)
                .withUnit(unit);
    }
}
