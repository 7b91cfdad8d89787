package org.calcinosiscds.cql.interpreter;

import java.util.Set;
import org.calcinosiscds.cql.interpreter.Compilation.Operator;
import org.hl7.elm.r1.Expression;
import org.jspecify.annotations.Nullable;

/** How each kind of expression in our ELM is compiled. What a kind means stays the engine's. */
public final class Operators {
    private static final OperatorTable TABLE = new OperatorTable();

    static {
        ReferenceOperators.addTo(TABLE);
        TerminologyOperators.addTo(TABLE);
        LogicOperators.addTo(TABLE);
        ComparisonOperators.addTo(TABLE);
        StructureOperators.addTo(TABLE);
        ListOperators.addTo(TABLE);
        TextOperators.addTo(TABLE);
        NumberOperators.addTo(TABLE);
        TimeOperators.addTo(TABLE);
    }

    private Operators() {}

    static @Nullable Operator<Expression> of(Expression expression) {
        return TABLE.of(expression);
    }

    public static Set<Class<?>> kinds() {
        return TABLE.kinds();
    }
}
