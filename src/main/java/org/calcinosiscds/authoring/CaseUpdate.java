package org.calcinosiscds.authoring;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.authoring.CaseAnswer.CaseCard;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what came into what a case expects, in its order and with all that the answer does not state. */
final class CaseUpdate {
    /** Digits after the decimal point of a product. */
    private static final int PRODUCT_SCALE = 2;

    /** What a short case states of a card that it did not expect. */
    private static final List<String> NEW_CARD = List.of("problem", "indicator", "summary");

    private CaseUpdate() {}

    static ObjectNode of(ObjectNode expected, CaseAnswer actual) {
        CaseAnswer before = CaseAnswer.expected(expected);
        ObjectNode updated = expected.deepCopy();
        Map<String, Object> product = actual.product();
        if (product != null
                && before.product() != null
                && !CaseAnswer.words(product).equals(CaseAnswer.words(before.product()))) {
            ObjectNode node = updated.putObject("product");
            product.forEach((name, value) -> put(node, name, value));
        }
        if (actual.types() != null && !actual.types().equals(before.types())) {
            strings(updated.putArray("types"), actual.types());
        }
        if (!actual.rules().equals(before.rules())) {
            strings(updated.putArray("rules"), actual.rules());
        }
        if (!actual.cards().equals(before.cards())) {
            ArrayNode cards = updated.putArray("cards");
            actual.cards().forEach(card -> put(cards.addObject(), card));
        }
        return updated;
    }

    /** The lists {@code rules} and {@code cards} of a short case that change. A card states what it stated before. */
    static ObjectNode ofShort(ObjectNode expected, CaseAnswer actual) {
        CaseAnswer before = CaseAnswer.stated(expected, actual);
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        if (!actual.rules().equals(before.rules())) {
            strings(changed.putArray("rules"), actual.rules());
        }
        if (!actual.cards().equals(before.cards())) {
            ArrayNode cards = changed.putArray("cards");
            actual.cards().forEach(card -> {
                ObjectNode whole = JsonNodeFactory.instance.objectNode();
                put(whole, card);
                cards.add(whole.retain(stated(expected, card.problem())));
            });
        }
        return changed;
    }

    private static List<String> stated(ObjectNode expected, String problem) {
        return expected.path("cards")
                .valueStream()
                .filter(card -> card.path("problem").asString("").equals(problem))
                .findFirst()
                .map(card -> List.copyOf(card.propertyNames()))
                .orElse(NEW_CARD);
    }

    private static void put(ObjectNode node, CaseCard card) {
        node.put("problem", card.problem()).put("indicator", card.indicator()).put("summary", card.summary());
        strings(node.putArray("orders"), card.orders());
        strings(node.putArray("deletes"), card.deletes());
    }

    private static void put(ObjectNode node, String name, Object value) {
        if (value instanceof BigDecimal decimal) {
            node.put(name, decimal.setScale(Math.max(PRODUCT_SCALE, decimal.scale())));
        } else if (value instanceof Integer whole) {
            node.put(name, whole);
        } else if (value instanceof Collection<?> list) {
            strings(
                    node.putArray(name),
                    list.stream().map(String::valueOf).sorted().toList());
        } else {
            node.put(name, value.toString());
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
