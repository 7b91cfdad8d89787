package org.calcinosiscds.authoring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.hl7.elm.r1.AliasRef;
import org.hl7.elm.r1.AliasedQuerySource;
import org.hl7.elm.r1.Case;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.If;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Null;
import org.hl7.elm.r1.OperandRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.QueryLetRef;
import org.hl7.elm.r1.Tuple;
import org.jspecify.annotations.Nullable;

/** Finds the unit of each expression of one definition. */
final class UnitWalk extends UnitOperators {
    private final Library library;
    private final Map<String, UnitVariable> operands;
    private final Function<ExpressionRef, Optional<UnitVariable>> defines;
    private final Function<FunctionRef, Optional<UnitScheme>> functions;
    private final Map<String, UnitVariable> aliases = new HashMap<>();

    /**
     * @param operands of the function; null for a define
     * @param defines units of what is named
     * @param functions those that are called
     */
    UnitWalk(
            UnitMeetings meetings,
            Definitions.Definition definition,
            @Nullable Map<String, UnitVariable> operands,
            Function<ExpressionRef, Optional<UnitVariable>> defines,
            Function<FunctionRef, Optional<UnitScheme>> functions) {
        super(meetings, definition.library(), definition.key().name(), operands != null);
        this.library = definition.library();
        this.operands = operands == null ? Map.of() : operands;
        this.defines = defines;
        this.functions = functions;
    }

    @Override
    public UnitVariable visitExpression(Expression expression, Library context) {
        UnitVariable found = variable(expression);
        String type = found.equals(UnitVariable.UNKNOWN) ? CqlTypes.of(expression) : "";
        return type.endsWith("System.Decimal") || type.endsWith("System.Quantity") ? open() : found;
    }

    private UnitVariable variable(Expression expression) {
        if (expression instanceof Quantity quantity) {
            return UnitVariable.quantity(Objects.requireNonNullElse(quantity.getUnit(), "1"));
        }
        if (expression instanceof Literal || expression instanceof Null) {
            return UnitVariable.PLAIN;
        }
        if (expression instanceof OperandRef operand) {
            return operands.getOrDefault(String.valueOf(operand.getName()), UnitVariable.UNKNOWN);
        }
        if (expression instanceof AliasRef alias) {
            return aliases.getOrDefault(String.valueOf(alias.getName()), UnitVariable.UNKNOWN);
        }
        if (expression instanceof QueryLetRef let) {
            return aliases.getOrDefault(String.valueOf(let.getName()), UnitVariable.UNKNOWN);
        }
        if (expression instanceof FunctionRef call) {
            return call(call);
        }
        if (expression instanceof ExpressionRef reference) {
            return defines.apply(reference).orElse(UnitVariable.UNKNOWN);
        }
        if (expression instanceof ParameterRef parameter) {
            return QuantityUnits.parameter(parameter, library)
                    .map(each -> each.getDefault() == null ? UnitVariable.UNKNOWN : of(each.getDefault()))
                    .orElse(UnitVariable.UNKNOWN);
        }
        if (expression instanceof Property property) {
            return property(property);
        }
        if (expression instanceof Tuple tuple) {
            Map<String, UnitVariable> fields = new LinkedHashMap<>();
            tuple.getElement().forEach(each -> fields.put(String.valueOf(each.getName()), of(each.getValue())));
            return UnitVariable.tuple(fields);
        }
        if (expression instanceof Query query) {
            return query(query);
        }
        return choice(expression);
    }

    private UnitVariable choice(Expression expression) {
        if (expression instanceof If choice) {
            of(choice.getCondition());
            return UnitVariable.either(branch(choice, 0, choice.getThen()), branch(choice, 1, choice.getElse()));
        }
        if (expression instanceof Case choice) {
            of(choice.getComparand());
            UnitVariable found = branch(choice, choice.getCaseItem().size(), choice.getElse());
            for (int i = 0; i < choice.getCaseItem().size(); i++) {
                of(choice.getCaseItem().get(i).getWhen());
                found = UnitVariable.either(
                        found, branch(choice, i, choice.getCaseItem().get(i).getThen()));
            }
            return found;
        }
        return operator(expression);
    }

    private UnitVariable call(FunctionRef call) {
        List<UnitVariable> arguments = call.getOperand().stream().map(this::of).toList();
        return functions
                .apply(call)
                .map(scheme -> scheme.called(call, arguments, this))
                .orElse(UnitVariable.UNKNOWN);
    }

    private UnitVariable property(Property property) {
        Expression source = property.getSource();
        String path = String.valueOf(property.getPath());
        UnitVariable owner = source == null
                ? aliases.getOrDefault(String.valueOf(property.getScope()), UnitVariable.UNKNOWN)
                : of(source);
        if (path.equals("unit") && (source == null || CqlTypes.of(source).endsWith("Quantity"))) {
            owner.field(UnitVariable.NUMBER).setMixed();
            owner.field(UnitVariable.DIMENSION).setMixed();
            return UnitVariable.PLAIN;
        }
        return owner.field(path);
    }

    private UnitVariable query(Query query) {
        Map<String, UnitVariable> outer = new HashMap<>(aliases);
        Map<String, UnitVariable> sources = new LinkedHashMap<>();
        for (AliasedQuerySource source : query.getSource()) {
            UnitVariable found = of(source.getExpression());
            sources.put(String.valueOf(source.getAlias()), found);
            aliases.put(String.valueOf(source.getAlias()), found);
        }
        query.getLet().forEach(let -> aliases.put(String.valueOf(let.getIdentifier()), of(let.getExpression())));
        query.getRelationship().forEach(related -> {
            aliases.put(String.valueOf(related.getAlias()), of(related.getExpression()));
            of(related.getSuchThat());
        });
        of(query.getWhere());
        UnitVariable result;
        if (query.getReturn() != null) {
            result = of(query.getReturn().getExpression());
        } else if (query.getAggregate() != null) {
            of(query.getAggregate().getExpression());
            result = UnitVariable.UNKNOWN;
        } else {
            result = sources.size() == 1 ? sources.values().iterator().next() : UnitVariable.tuple(sources);
        }
        aliases.clear();
        aliases.putAll(outer);
        return result;
    }
}
