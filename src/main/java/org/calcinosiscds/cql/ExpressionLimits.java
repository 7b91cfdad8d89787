package org.calcinosiscds.cql;

import java.util.List;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Operators;
import org.calcinosiscds.knowledge.ExpressionException;
import org.calcinosiscds.knowledge.ExpressionException.Defect;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expand;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.Repeat;
import org.hl7.elm.r1.ReplaceMatches;
import org.jspecify.annotations.Nullable;

/**
 * Refuses expressions of authors that could take all memory or a thread for ever. Evaluation cannot be interrupted, so what one operator
 * may make of little is not allowed at all. What an operator does that the {@link EvaluationLimits} sees is limited while it runs;
 * inside of any other operator, which the engine evaluates on its own, only what cannot grow is allowed.
 */
final class ExpressionLimits extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    static final int MAX_BRACKETS = 25;
    static final int MAX_DEPTH = 500;

    private static final Set<Class<?>> REFUSED = Set.of(Repeat.class, ReplaceMatches.class);

    private final int linesBefore;
    private int depth;
    private int byEngine;
    private int queriesByEngine;

    private ExpressionLimits(int linesBefore) {
        this.linesBefore = linesBefore;
    }

    /** @throws ExpressionException when brackets are nested so deep that the translator would take very long */
    static void checkText(String expression) {
        int open = 0;
        for (int at = 0; at < expression.length(); at++) {
            char each = expression.charAt(at);
            open += "([{".indexOf(each) >= 0 ? 1 : ")]}".indexOf(each) >= 0 ? -1 : 0;
            if (open > MAX_BRACKETS) {
                throw new ExpressionException(
                        List.of(new Defect(1, at + 1, "Brackets are nested more than " + MAX_BRACKETS + " deep.")));
            }
        }
    }

    /**
     * @param authored library of the expression
     * @param linesBefore lines of that library in front of what the author wrote
     * @throws ExpressionException when it is over a limit
     */
    static void check(Library authored, int linesBefore) {
        LibraryResolver.definitions(authored)
                .forEach(define -> new ExpressionLimits(linesBefore).visitExpressionDef(define, authored));
    }

    @Override
    public @Nullable Void visitExpression(Expression expression, Library library) {
        if (REFUSED.contains(expression.getClass())) {
            throw refused(
                    expression, "The operator " + expression.getClass().getSimpleName() + " is not evaluated here.");
        }
        if (depth >= MAX_DEPTH) {
            throw refused(expression, "The expression is nested more than " + MAX_DEPTH + " deep.");
        }
        if (byEngine > 0 && canGrow(expression)) {
            throw refused(
                    expression, "Only simple queries are evaluated inside of this operator; use a query around it.");
        }
        boolean isByEngine = !Operators.kinds().contains(expression.getClass());
        boolean isQueryByEngine = byEngine > 0 && expression instanceof Query;
        depth++;
        byEngine += isByEngine ? 1 : 0;
        queriesByEngine += isQueryByEngine ? 1 : 0;
        super.visitExpression(expression, library);
        queriesByEngine -= isQueryByEngine ? 1 : 0;
        byEngine -= isByEngine ? 1 : 0;
        depth--;
        return null;
    }

    private boolean canGrow(Expression expression) {
        if (expression instanceof Query query) {
            return queriesByEngine > 0
                    || query.getSource().size() > 1
                    || !query.getRelationship().isEmpty()
                    || !query.getLet().isEmpty();
        }
        return expression instanceof Expand
                || (expression instanceof ExpressionRef reference && reference.getLibraryName() == null);
    }

    private ExpressionException refused(Expression expression, String message) {
        String locator = expression.getLocator();
        String[] position = locator == null ? new String[] {"1", "1"} : locator.split("[:-]", -1);
        return new ExpressionException(List.of(new Defect(
                Math.max(1, Integer.parseInt(position[0]) - linesBefore), Integer.parseInt(position[1]), message)));
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }
}
