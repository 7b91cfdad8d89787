package org.calcinosiscds.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CQL of the orderables: {@code OrderCodes} names their value sets, {@code OrderNames} says how each is called and how long it
 * lasts, {@code OrderTable} whether it was done or is on order.
 */
final class OrderTable {
    private static final String CODES = """
            /*
             * The names of the value sets with the codes that count as an order. Generated from src/content/orderables.csv.
             *
             * Source: clinical/workup#orderables.
             * Null:   nothing here is null.
             */
            library OrderCodes version '0.1.0'

            using FHIR version '4.0.1'

            %s
            """;
    private static final String NAMES = """
            /*
             * For each orderable: its name on a card and its window. Generated from src/content/orderables.csv.
             *
             * Source: clinical/workup#orderables, clinical/workup#children.
             * Null:   nothing here is null.
             */
            library OrderNames version '0.1.0'

            using FHIR version '4.0.1'

            include FHIRHelpers version '4.0.1' called FHIRHelpers
            include PatientRecord version '0.1.0' called Record
            include OrderWindows version '0.1.0' called Windows

            context Patient

            define function "Adult Name"(item String):
              case item
            %s
                else item
              end

            define "Named For Age":
              { %s }

            define function "Window"(item String):
              case
            %s
                else 365 days
              end
            """;
    private static final String TABLE = """
            /*
             * For each orderable: when it was last done, and whether it is on order. Generated from src/content/orderables.csv.
             *
             * Source: clinical/record#orders (Done, Ordered), clinical/workup#orderables.
             * Null:   "Last Done" is null when the record holds no result, procedure, visit or referral for the item.
             */
            library OrderTable version '0.1.0'

            using FHIR version '4.0.1'

            include FHIRHelpers version '4.0.1' called FHIRHelpers
            include CalcinosisValueSets version '0.1.0' called ValueSets
            include OrderCodes version '0.1.0' called Codes
            include OrderHistory version '0.1.0' called History

            context Patient

            %s
            define function "Last Done"(item String):
              case item
            %s
                else null
              end

            define "Urgently Referred":
              if not exists History."Urgent Requests" then { } as List<String>
              else flatten {
            %s
              }

            define "Ordered Items":
              if not exists History."Open Requests" then { } as List<String>
              else flatten {
            %s
              }
            """;

    private final List<Orderable> orderables;

    OrderTable(List<Orderable> orderables) {
        this.orderables = orderables;
    }

    /** Text of each library, by its name. */
    Map<String, String> texts() {
        List<Orderable> services = orderables.stream()
                .filter(order -> order.kind() != Orderable.Kind.MEDICINE)
                .toList();
        return Map.of(
                "OrderCodes",
                CODES.formatted(lines(
                        orderables.stream(),
                        "\n",
                        order -> "valueset \"Order-" + order.id()
                                + "\": 'https://calcinosis-cds.org/fhir/ValueSet/order-"
                                + order.id().toLowerCase(Locale.ROOT) + "'")),
                "OrderNames",
                NAMES.formatted(
                        lines(
                                orderables.stream(),
                                "\n",
                                order -> "    when '" + order.id() + "' then '" + order.shortName() + "'"),
                        lines(
                                orderables.stream().filter(Orderable::isPaediatricForChildren),
                                ", ",
                                order -> "'" + order.id() + "'"),
                        windows()),
                "OrderTable",
                TABLE.formatted(
                        lines(services.stream(), "\n", OrderTable::lastDone),
                        lines(
                                services.stream(),
                                "\n",
                                order -> "    when '" + order.id() + "' then \"" + order.id() + " Last Done\""),
                        lines(
                                services.stream().filter(Orderable::isUrgentReferral),
                                ",\n",
                                order -> onOrder(order, "Urgent Requests")),
                        lines(services.stream(), ",\n", order -> onOrder(order, "Open Requests"))));
    }

    private static String lines(
            Stream<Orderable> orderables, String separator, java.util.function.Function<Orderable, String> line) {
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
