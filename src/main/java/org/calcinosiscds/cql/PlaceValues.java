package org.calcinosiscds.cql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** Which values one expression has while the rules are evaluated for a patient: in a query one for each element. */
public final class PlaceValues implements EvaluationListener {
    /** More than a reader looks at. */
    private static final int MAX_VALUES = 5;

    private final String library;
    private final TypedText.Typed expression;
    private final Map<String, Integer> times = new LinkedHashMap<>();

    /**
     * A value.
     *
     * @param text as explanations show it
     * @param times how often the expression had it
     */
    public record Value(String text, int times) {}

    /** @param expression of the text of that library that is evaluated */
    public PlaceValues(String library, TypedText.Typed expression) {
        this.library = library;
        this.expression = expression;
    }

    @Override
    public void started(Library owner, Expression started) {}

    @Override
    public void finished(Library owner, Expression finished, @Nullable Object value) {
        // What the translator wraps around an expression has its place, and another kind.
        if (expression.locator().equals(finished.getLocator())
                && expression.kind().equals(finished.getClass().getSimpleName())
                && library.equals(ConditionTexts.name(owner))) {
            times.merge(ExplainedValue.shortText(value), 1, Integer::sum);
        }
    }

    /** The first values, in the order in which they came. */
    public List<Value> values() {
        return times.entrySet().stream()
                .limit(MAX_VALUES)
                .map(each -> new Value(each.getKey(), each.getValue()))
                .toList();
    }

    /** How many other values there were. */
    public int more() {
        return Math.max(times.size() - MAX_VALUES, 0);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "PlaceValues " + library + " " + expression.locator();
    }
}
