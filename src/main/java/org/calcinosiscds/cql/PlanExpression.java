package org.calcinosiscds.cql;

import java.util.Optional;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import org.hl7.fhir.r4.model.Expression;

/** Expressions of PlanDefinitions as CQL. */
public final class PlanExpression {
    private PlanExpression() {}

    /**
     * Inline CQL ({@code text/cql}), or the name of a define: {@code text/cql-identifier}, its older spelling
     * {@code text/cql.identifier}, or no language at all.
     *
     * @param library name under which the library of the plan is in scope
     * @return empty for any other language
     */
    public static Optional<String> cql(Expression expression, String library) {
        String text = String.valueOf(expression.getExpression());
        String language = expression.getLanguage();
        return switch (language == null ? "" : language) {
            case LibraryMediaTypes.CQL -> Optional.of(text);
            case "text/cql-identifier", "text/cql.identifier", "" -> Optional.of(library + ".\"" + text + "\"");
            default -> Optional.empty();
        };
    }
}
