package org.calcinosiscds.authoring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.authoring.SourceText.Span;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Exists;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Not;
import org.hl7.elm.r1.Quantity;
import org.hl7.elm.r1.Query;
import org.hl7.elm.r1.ValueSetRef;
import org.jspecify.annotations.Nullable;

/** How one expression can be changed. */
final class MutantChanges {
    private static final Map<String, String> OPERATORS =
            Map.of(">", ">=", ">=", ">", "<", "<=", "<=", "<", "and", "or", "or", "and");
    private static final Map<String, String> UNITS = Map.of(
            "hour", "day", "hours", "days", "day", "week", "days", "weeks", "week", "day", "weeks", "days", "month",
            "week", "months", "weeks", "year", "month", "years", "months");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Pattern QUANTITY = Pattern.compile("(?<number>\\d+(?:\\.\\d+)?)\\s*(?<unit>'[^']*'|\\w+)");
    private static final Pattern NAME = Pattern.compile("(?<alias>(?:\\w+\\.)?)\"(?<name>[^\"]+)\"");
    private static final Pattern STATUS = Pattern.compile("'[a-z]+(-[a-z]+)*'");

    /** Value sets in the order in which they are declared, each with the next one. */
    private final Map<String, String> neighbours;

    private final UnreadUnits unread;
    private final SourceText source;
    private final List<Change> changes = new ArrayList<>();

    /** @param words what is changed into what */
    record Change(Span span, String replacement, String words) {}

    MutantChanges(SourceText source, Map<String, String> neighbours, UnreadUnits unread) {
        this.source = source;
        this.neighbours = neighbours;
        this.unread = unread;
    }

    /** @param isRules whether the expression belongs to the list of the rules of a library */
    List<Change> of(Expression expression, boolean isRules) {
        changes.clear();
        Span span = source.of(expression);
        if (span == null || expression.getLocator() == null) {
            return List.of();
        }
        String text = source.text(span);
        if (expression instanceof BinaryExpression operation
                && operation.getOperand().size() == 2) {
            operator(operation);
        } else if (expression instanceof Exists && text.startsWith("exists")) {
            changes.add(new Change(span, "(not (" + text + "))", "exists becomes not exists"));
        } else if (expression instanceof Not && text.matches("(?s)not\\b.*")) {
            changes.add(new Change(span, text.substring(3).strip(), "not is left out"));
        } else if (expression instanceof Literal && NUMBER.matcher(text).matches()) {
            number(span, text);
        } else if (expression instanceof Quantity quantity) {
            quantity(span, text, !unread.contains(quantity));
        } else if (expression instanceof ValueSetRef) {
            valueSet(span, text);
        } else if (expression instanceof Query query && query.getSort() != null) {
            Span sort = source.of(query.getSort());
            if (sort != null && source.text(sort).startsWith("sort")) {
                changes.add(new Change(sort, "", "sort is left out"));
            }
        } else if (expression instanceof org.hl7.elm.r1.List list) {
            elements(list, isRules);
        }
        return List.copyOf(changes);
    }

    private void operator(BinaryExpression operation) {
        Span left = source.of(operation.getOperand().get(0));
        Span right = source.of(operation.getOperand().get(1));
        if (left == null || right == null || left.end() >= right.start()) {
            return;
        }
        int gap = left.end();
        Span between = source.from(gap, right.start() - gap);
        Matcher word = Pattern.compile("[()\\s]*([<>]=?|and|or)[()\\s]*").matcher(source.text(between));
        if (word.matches()) {
            String now = word.group(1);
            String other = String.valueOf(OPERATORS.get(now));
            changes.add(new Change(
                    new Span(between.start() + word.start(1), between.start() + word.end(1)),
                    other,
                    now + " becomes " + other));
        }
    }

    /** One step of the last digit up and down. */
    private void number(Span span, String text) {
        BigDecimal number = new BigDecimal(text);
        for (BigDecimal other : List.of(number.add(number.ulp()), number.subtract(number.ulp()))) {
            if (other.signum() >= 0) {
                changes.add(new Change(span, other.toPlainString(), text + " becomes " + other.toPlainString()));
            }
        }
    }

    private void quantity(Span span, String text, boolean hasUnit) {
        Matcher quantity = QUANTITY.matcher(text);
        if (!quantity.matches()) {
            return;
        }
        number(new Span(span.start(), span.start() + quantity.end("number")), quantity.group("number"));
        String unit = quantity.group("unit");
        String other = unit.startsWith("'") ? "'1'" : UNITS.get(unit);
        if (hasUnit && other != null && !other.equals(unit)) {
            changes.add(new Change(
                    new Span(span.start() + quantity.start("unit"), span.end()),
                    other,
                    text + " becomes " + quantity.group("number") + " " + other));
        }
    }

    private void valueSet(Span span, String text) {
        Matcher name = NAME.matcher(text);
        String neighbour = name.matches() ? neighbours.get(name.group("name")) : null;
        if (neighbour != null) {
            changes.add(new Change(
                    span,
                    name.group("alias") + '"' + neighbour + '"',
                    "\"" + name.group("name") + "\" becomes \"" + neighbour + "\""));
        }
    }

    /** Each element is left out of a list of statuses, or of the rules. */
    private void elements(org.hl7.elm.r1.List list, boolean isRules) {
        List<Span> spans = new ArrayList<>();
        for (Expression element : list.getElement()) {
            Span span = element.getLocator() == null ? null : source.of(element);
            boolean isChanged = isRules ? element instanceof ExpressionRef : isStatus(span);
            if (span == null || !isChanged) {
                return;
            }
            spans.add(span);
        }
        for (int i = 0; spans.size() > 1 && i < spans.size(); i++) {
            Span removed = i + 1 < spans.size()
                    ? source.from(
                            spans.get(i).start(),
                            spans.get(i + 1).start() - spans.get(i).start())
                    : source.from(
                            spans.get(i - 1).end(),
                            spans.get(i).end() - spans.get(i - 1).end());
            changes.add(new Change(removed, "", source.text(spans.get(i)) + " is left out"));
        }
    }

    private boolean isStatus(@Nullable Span span) {
        return span != null && STATUS.matcher(source.text(span)).matches();
    }

    /** Value sets of a library, each with the one that is declared after it. */
    static void addNeighbours(String cql, Map<String, String> neighbours) {
        List<String> names = Pattern.compile("(?m)^valueset \"([^\"]+)\"")
                .matcher(cql)
                .results()
                .map(found -> found.group(1))
                .toList();
        for (int i = 0; names.size() > 1 && i < names.size(); i++) {
            neighbours.put(names.get(i), names.get((i + 1) % names.size()));
        }
    }

    /** Fields of a rule that a case compares, or that decide what it compares. */
    static final Set<String> COMPARED = Set.of("problem", "level", "urgent", "summary", "items", "deletions");
}
