package org.calcinosiscds.authoring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Suggestion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said about a patient, as far as a case states it.
 *
 * @param rules ids of the rules that are true, ascending
 * @param cards in the order in which they are shown
 * @param product what is stated of the calcium-phosphate product, by name; null when the case does not state it
 * @param types suspected types, ascending; null when no card states them
 */
record CaseAnswer(
        List<String> rules,
        List<CaseCard> cards,
        @Nullable Map<String, Object> product,
        @Nullable List<String> types) {
    private static final List<String> PRODUCT = List.of("value", "corrected", "tier", "reason", "flags", "pairAgeDays");

    /**
     * @param orders ids of what is proposed, ascending
     * @param deletes references of the drafts advised against, ascending
     */
    record CaseCard(String problem, String indicator, String summary, List<String> orders, List<String> deletes) {}

    static CaseAnswer expected(ObjectNode expected) {
        return new CaseAnswer(
                strings(expected.path("rules")),
                expected.path("cards")
                        .valueStream()
                        .map(card -> new CaseCard(
                                card.path("problem").asString(""),
                                card.path("indicator").asString(""),
                                card.path("summary").asString(""),
                                strings(card.path("orders")),
                                strings(card.path("deletes"))))
                        .toList(),
                product(CaseJson.value(expected.path("product"))),
                types(expected.path("types")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList()));
    }

    /** As {@link #expected}, with the actual answer where a case states nothing. */
    static CaseAnswer stated(ObjectNode expected, CaseAnswer actual) {
        CaseAnswer stated = expected(expected);
        List<CaseCard> cards = new ArrayList<>();
        for (int i = 0; i < stated.cards().size(); i++) {
            CaseCard card = stated.cards().get(i);
            JsonNode json = expected.path("cards").get(i);
            CaseCard shown = actual.cards().stream()
                    .filter(each -> each.problem().equals(card.problem()))
                    .findFirst()
                    .orElse(card);
            cards.add(new CaseCard(
                    card.problem(),
                    json.has("indicator") ? card.indicator() : shown.indicator(),
                    json.has("summary") ? card.summary() : shown.summary(),
                    json.has("orders") ? card.orders() : shown.orders(),
                    json.has("deletes") ? card.deletes() : shown.deletes()));
        }
        return new CaseAnswer(
                expected.has("rules") ? stated.rules() : actual.rules(),
                expected.has("cards") ? cards : actual.cards(),
                null,
                null);
    }

    static CaseAnswer of(Assessment assessment) {
        CalciumPhosphateProduct product = assessment.product();
        List<String> types = null;
        for (Recommendation card : assessment.recommendations()) {
            product = product == null ? card.evidence().product() : product;
            types = types == null ? card.evidence().types() : types;
        }
        return new CaseAnswer(
                assessment.rules(),
                assessment.recommendations().stream().map(CaseAnswer::card).toList(),
                product == null ? null : product(product),
                types == null ? null : types(types));
    }

    private static CaseCard card(Recommendation card) {
        return new CaseCard(
                card.problem(),
                card.urgency().name().toLowerCase(Locale.ROOT),
                card.summary(),
                card.proposals().stream()
                        .flatMap(proposal -> proposal.orders().stream())
                        .map(order -> orderable(order.definition()))
                        .sorted()
                        .toList(),
                card.proposals().stream()
                        .flatMap(proposal -> proposal.deletions().stream())
                        .map(Suggestion.Deletion::reference)
                        .sorted()
                        .toList());
    }

    /** The id of an ActivityDefinition in upper case, such as {@code O-CA}. */
    static String orderable(String canonical) {
        return canonical.replaceFirst("^.*/", "").replaceFirst("\\|.*$", "").toUpperCase(Locale.ROOT);
    }

    /** CQL answers {@code none} where there is no type. */
    private static List<String> types(Collection<?> types) {
        return types.stream()
                .map(String::valueOf)
                .filter(type -> !type.equals("none"))
                .sorted()
                .toList();
    }

    private static Map<String, Object> product(CalciumPhosphateProduct product) {
        Map<String, @Nullable Object> stated = new LinkedHashMap<>();
        stated.put("value", product.value());
        stated.put("corrected", product.corrected());
        stated.put("tier", product.tier());
        stated.put("reason", product.reason());
        stated.put("flags", product.flags());
        stated.put("pairAgeDays", product.pairAgeDays());
        return product(stated);
    }

    private static Map<String, Object> product(@Nullable Object product) {
        Map<String, Object> stated = new LinkedHashMap<>();
        if (product instanceof Map<?, ?> map) {
            for (String name : PRODUCT) {
                Object value = map.get(name);
                if (value != null && !(value instanceof Collection<?> list && list.isEmpty())) {
                    stated.put(name, value);
                }
            }
        }
        return stated;
    }

    /** The product in words, by name: numbers without zeros at the end, lists ascending. */
    static Map<String, String> words(Map<String, Object> product) {
        Map<String, String> words = new TreeMap<>();
        product.forEach((name, value) -> words.put(name, word(value)));
        return words;
    }

    private static String word(Object value) {
        if (value instanceof Number) {
            return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        }
        return value instanceof Collection<?> list
                ? String.join(", ", list.stream().map(String::valueOf).sorted().toList())
                : value.toString();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).sorted().toList();
    }
}
