package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.calcinosiscds.authoring.CaseAnswer.CaseCard;
import tools.jackson.databind.node.ObjectNode;

/** Says in sentences in what an answer is not what a case expects. */
final class CaseDifferences {
    private final List<String> found = new ArrayList<>();

    /** Whether an action of the card of a problem orders something. */
    private final BiPredicate<String, String> hasAction;

    private CaseDifferences(BiPredicate<String, String> hasAction) {
        this.hasAction = hasAction;
    }

    /** @param hasAction whether the card of a problem has an action for an order, both by id */
    static List<String> between(CaseAnswer expected, CaseAnswer actual, BiPredicate<String, String> hasAction) {
        CaseDifferences differences = new CaseDifferences(hasAction);
        differences.compareRules(expected.rules(), actual.rules());
        differences.compareCards(expected.cards(), actual.cards());
        if (actual.product() != null && expected.product() != null) {
            differences.compareProducts(CaseAnswer.words(expected.product()), CaseAnswer.words(actual.product()));
        }
        if (actual.types() != null
                && expected.types() != null
                && !actual.types().equals(expected.types())) {
            differences.found.add("Suspected types are %s, expected %s.".formatted(actual.types(), expected.types()));
        }
        return List.copyOf(differences.found);
    }

    /**
     * The differences with those of the rules that a short case says are not true, and why.
     *
     * @param isRule whether a rule has that id
     */
    static List<String> withReasons(
            List<String> differences, ObjectNode expected, CaseAnswer actual, Predicate<String> isRule) {
        List<String> all = new ArrayList<>(differences);
        expected.path("no").properties().forEach(each -> {
            String rule = each.getKey();
            if (!isRule.test(rule)) {
                all.add("There is no rule " + rule + ", which the case says is not true.");
            } else if (actual.rules().contains(rule)) {
                all.remove(unexpected(rule));
                all.add(rule + " is true and not expected: " + each.getValue().asString("") + ".");
            }
        });
        return List.copyOf(all);
    }

    private static String unexpected(String rule) {
        return rule + " is true and not expected.";
    }

    private void compareRules(List<String> expected, List<String> actual) {
        without(expected, actual).forEach(rule -> found.add(rule + " is expected to be true and is not."));
        without(actual, expected).forEach(rule -> found.add(unexpected(rule)));
    }

    private void compareCards(List<CaseCard> expected, List<CaseCard> actual) {
        Map<String, CaseCard> expectedCards = byProblem(expected);
        Map<String, CaseCard> shown = byProblem(actual);
        expectedCards.forEach((problem, card) -> {
            CaseCard other = shown.get(problem);
            if (other == null) {
                found.add("Card " + problem + " is expected and not shown.");
            } else {
                compareCard(card, other);
            }
        });
        shown.forEach((problem, card) -> {
            if (!expectedCards.containsKey(problem)) {
                found.add("Card %s (%s, \"%s\") is shown and not expected."
                        .formatted(problem, card.indicator(), card.summary()));
            }
        });
        if (expectedCards.keySet().equals(shown.keySet())
                && !List.copyOf(expectedCards.keySet()).equals(List.copyOf(shown.keySet()))) {
            found.add(
                    "Cards are shown in the order %s, expected %s.".formatted(shown.keySet(), expectedCards.keySet()));
        }
    }

    private void compareCard(CaseCard expected, CaseCard actual) {
        String card = "Card " + expected.problem();
        if (!actual.indicator().equals(expected.indicator())) {
            found.add("%s is %s, expected %s.".formatted(card, actual.indicator(), expected.indicator()));
        }
        if (!actual.summary().equals(expected.summary())) {
            found.add("%s says \"%s\", expected \"%s\".".formatted(card, actual.summary(), expected.summary()));
        }
        for (String order : without(expected.orders(), actual.orders())) {
            found.add("%s: %s is expected and not proposed%s."
                    .formatted(
                            card,
                            order,
                            hasAction.test(expected.problem(), order) ? "" : "; no action of the card proposes it"));
        }
        without(actual.orders(), expected.orders())
                .forEach(order -> found.add("%s: %s is proposed and not expected.".formatted(card, order)));
        without(expected.deletes(), actual.deletes())
                .forEach(draft ->
                        found.add("%s: it is expected to advise against %s and does not.".formatted(card, draft)));
        without(actual.deletes(), expected.deletes())
                .forEach(draft -> found.add("%s: it advises against %s, not expected.".formatted(card, draft)));
    }

    private void compareProducts(Map<String, String> expected, Map<String, String> actual) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            String expectedValue = expected.getOrDefault(name, "none");
            String stated = actual.getOrDefault(name, "none");
            if (!expectedValue.equals(stated)) {
                found.add("Product: %s is %s, expected %s.".formatted(name, stated, expectedValue));
            }
        }
    }

    private static Map<String, CaseCard> byProblem(List<CaseCard> cards) {
        Map<String, CaseCard> found = new LinkedHashMap<>();
        cards.forEach(card -> found.put(card.problem(), card));
        return found;
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> left = new ArrayList<>(some);
        others.forEach(left::remove);
        return left;
    }
}
