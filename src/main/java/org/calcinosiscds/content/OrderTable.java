package org.calcinosiscds.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;

/**
 * The CQL of the orderables, from the templates of {@code src/content/orders}: their value sets, how each is called and how long it lasts,
 * whether it was done or is on order.
 */
final class OrderTable {

    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]+)}");

    private final List<Orderable> orderables;

    OrderTable(List<Orderable> orderables) {
        this.orderables = orderables;
    }

    /**
     * Text of each library, by its name.
     *
     * @param templates libraries in which places such as {@code ${windows}} stand for what follows from the table
     * @throws KnowledgeException when a template has a place that is not known
     */
    Map<String, String> texts(Map<String, String> templates) {
        Map<String, String> parts = parts();
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) -> texts.put(
                name,
                PLACE.matcher(template)
                        .replaceAll(place -> Matcher.quoteReplacement(part(parts, name, place.group(1))))));
        return texts;
    }

    private static String part(Map<String, String> parts, String library, String place) {
        String part = parts.get(place);
        if (part == null) {
            throw new KnowledgeException("src/content/orders/" + library + ".cql: there is no ${" + place
                    + "}, but only " + String.join(", ", parts.keySet()) + ".");
        }
        return part;
    }

    private Map<String, String> parts() {
        List<Orderable> services = orderables.stream()
                .filter(order -> order.kind() != Orderable.Kind.MEDICINE)
                .toList();
        Map<String, String> parts = new TreeMap<>();
        parts.put(
                "value sets",
                lines(
                        orderables.stream(),
                        "\n",
                        order -> "valueset \"Order-" + order.id()
                                + "\": 'https://calcinosis-cds.org/fhir/ValueSet/order-"
                                + order.id().toLowerCase(Locale.ROOT) + "'"));
        parts.put(
                "names",
                lines(
                        orderables.stream(),
                        "\n",
                        order -> "    when '" + order.id() + "' then '" + order.shortName() + "'"));
        parts.put(
                "named for age",
                lines(
                        orderables.stream().filter(Orderable::isPaediatricForChildren),
                        ", ",
                        order -> "'" + order.id() + "'"));
        parts.put("windows", windows());
        parts.put("last done defines", lines(services.stream(), "\n", OrderTable::lastDone));
        parts.put(
                "last done",
                lines(
                        services.stream(),
                        "\n",
                        order -> "    when '" + order.id() + "' then \"" + order.id() + " Last Done\""));
        parts.put(
                "urgently referred",
                lines(
                        services.stream().filter(Orderable::isUrgentReferral),
                        ",\n",
                        order -> onOrder(order, "Urgent Requests")));
        parts.put("ordered", lines(services.stream(), ",\n", order -> onOrder(order, "Open Requests")));
        return parts;
    }

    private static String lines(Stream<Orderable> orderables, String separator, Function<Orderable, String> line) {
        return orderables.map(line).collect(Collectors.joining(separator));
    }

    private String windows() {
        Map<String, List<String>> items = new LinkedHashMap<>();
        orderables.stream()
                .filter(order -> !order.window().equals("365"))
                .forEach(order -> items.computeIfAbsent(order.window(), window -> new ArrayList<>())
                        .add("'" + order.id() + "'"));
        return items.entrySet().stream()
                .map(window -> "    when item in { " + String.join(", ", window.getValue()) + " } then "
                        + (window.getKey().startsWith("=")
                                ? "Windows.\"" + window.getKey().substring(1) + "\""
                                : quantity(window.getKey())))
                .collect(Collectors.joining("\n"));
    }

    /** A window of one day is one of 24 hours, so that yesterday's result does not stand in for today's. */
    private static String quantity(String days) {
        return switch (days) {
            case "1" -> "24 hours";
            case OrderFiles.ONCE -> "Record.\"Ever\"";
            default -> days + " days";
        };
    }

    private static String lastDone(Orderable order) {
        return "define \"" + order.id() + " Last Done\":\n  " + done(order) + "\n";
    }

    private static String done(Orderable order) {
        String own = "Codes.\"Order-" + order.id() + "\"";
        if (order.done().startsWith("=")) {
            return "History.\"" + order.done().substring(1) + "\"";
        }
        List<String> sets = order.done().isEmpty()
                ? List.of(own)
                : Stream.of(order.done().split("; "))
                        .map(set -> "ValueSets.\"" + set + "\"")
                        .toList();
        return switch (order.kind()) {
            case LABORATORY -> "History.\"Newest Result\"(" + retrieves("Observation", sets) + ")";
            case IMAGING, PROCEDURE -> "History.\"Newest Procedure\"(" + retrieves("Procedure", sets) + ")";
            case REFERRAL ->
                order.done().isEmpty()
                        ? "History.\"Newest Referral\"(" + own + ")"
                        : "History.\"Newest Contact\"(" + sets.get(0) + ", " + own + ")";
            case MEDICINE -> "null";
        };
    }

    private static String retrieves(String type, List<String> sets) {
        String retrieves =
                sets.stream().map(set -> "[" + type + ": " + set + "]").collect(Collectors.joining(", "));
        return sets.size() == 1 ? retrieves : "flatten { " + retrieves + " }";
    }

    private static String onOrder(Orderable order, String requests) {
        return "    if exists (History.\"" + requests + "\" Request where Request.code in Codes.\"Order-" + order.id()
                + "\") then { '" + order.id() + "' } else { }";
    }
}
