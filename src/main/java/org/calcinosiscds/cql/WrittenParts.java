package org.calcinosiscds.cql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/** Parts of an expression as its author wrote them. */
final class WrittenParts {
    private WrittenParts() {}

    /** What an author wrote: the translator adds conversions without a position. */
    static Expression written(Expression operand) {
        if (operand.getLocator() != null) {
            return operand;
        }
        if (operand instanceof FunctionRef call && call.getOperand().size() == 1) {
            return written(call.getOperand().get(0));
        }
        return operand instanceof UnaryExpression conversion && conversion.getOperand() != null
                ? written(conversion.getOperand())
                : operand;
    }

    /** Defines that an expression names, each once. */
    static List<ExpressionRef> references(Expression part) {
        Map<String, ExpressionRef> found = new LinkedHashMap<>();
        new BaseElmLibraryVisitor<@Nullable Object, Map<String, ExpressionRef>>() {
            @Override
            public @Nullable Object visitExpressionRef(ExpressionRef reference, Map<String, ExpressionRef> all) {
                if (!(reference instanceof FunctionRef)) {
                    all.putIfAbsent(reference.getLibraryName() + "." + reference.getName(), reference);
                }
                return super.visitExpressionRef(reference, all);
            }

            @Override
            protected @Nullable Object defaultResult(Element element, Map<String, ExpressionRef> all) {
                return null;
            }
        }.visitExpression(part, found);
        return List.copyOf(found.values());
    }
}
