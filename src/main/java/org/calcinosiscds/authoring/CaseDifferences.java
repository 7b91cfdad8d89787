package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.calcinosiscds.authoring.CaseAnswer.CaseCard;

/** Says in sentences in what an answer is not what a case expects. */
final class CaseDifferences {
    private final List<String> found = new ArrayList<>();

    /** Whether an action of the card of a problem orders something. */
    private final BiPredicate<String, String> hasAction;

    private CaseDifferences(BiPredicate<String, String> hasAction) {
        this.hasAction = hasAction;
    }

    /** @param hasAction whether the card of a problem has an action for an order, both by id */
    static List<String> between(CaseAnswer expected, CaseAnswer came, BiPredicate<String, String> hasAction) {
        CaseDifferences differences = new CaseDifferences(hasAction);
        differences.compareRules(expected.rules(), came.rules());
        differences.compareCards(expected.cards(), came.cards());
        if (came.product() != null && expected.product() != null) {
            differences.compareProducts(CaseAnswer.words(expected.product()), CaseAnswer.words(came.product()));
        }
        if (came.types() != null && expected.types() != null && !came.types().equals(expected.types())) {
            differences.found.add("Suspected types are %s, expected %s.".formatted(came.types(), expected.types()));
        }
        return List.copyOf(differences.found);
    }

    private void compareRules(List<String> expected, List<String> came) {
        without(expected, came).forEach(rule -> found.add(rule + " is expected to be true and is not."));
        without(came, expected).forEach(rule -> found.add(rule + " is true and not expected."));
    }

    private void compareCards(List<CaseCard> expected, List<CaseCard> came) {
        Map<String, CaseCard> wanted = byProblem(expected);
        Map<String, CaseCard> shown = byProblem(came);
        wanted.forEach((problem, card) -> {
            CaseCard other = shown.get(problem);
            if (other == null) {
                found.add("Card " + problem + " is expected and not shown.");
            } else {
                compareCard(card, other);
            }
        });
        shown.forEach((problem, card) -> {
            if (!wanted.containsKey(problem)) {
                found.add("Card %s (%s, \"%s\") is shown and not expected."
                        .formatted(problem, card.indicator(), card.summary()));
            }
        });
        if (wanted.keySet().equals(shown.keySet())
                && !List.copyOf(wanted.keySet()).equals(List.copyOf(shown.keySet()))) {
            found.add("Cards are shown in the order %s, expected %s.".formatted(shown.keySet(), wanted.keySet()));
        }
    }

    private void compareCard(CaseCard expected, CaseCard came) {
        String card = "Card " + expected.problem();
        if (!came.indicator().equals(expected.indicator())) {
            found.add("%s is %s, expected %s.".formatted(card, came.indicator(), expected.indicator()));
        }
        if (!came.summary().equals(expected.summary())) {
            found.add("%s says \"%s\", expected \"%s\".".formatted(card, came.summary(), expected.summary()));
        }
        for (String order : without(expected.orders(), came.orders())) {
            found.add("%s: %s is expected and not proposed%s."
                    .formatted(
                            card,
                            order,
                            hasAction.test(expected.problem(), order) ? "" : "; no action of the card proposes it"));
        }
        without(came.orders(), expected.orders())
                .forEach(order -> found.add("%s: %s is proposed and not expected.".formatted(card, order)));
        without(expected.deletes(), came.deletes())
                .forEach(draft ->
                        found.add("%s: it is expected to advise against %s and does not.".formatted(card, draft)));
        without(came.deletes(), expected.deletes())
                .forEach(draft -> found.add("%s: it advises against %s, not expected.".formatted(card, draft)));
    }

    private void compareProducts(Map<String, String> expected, Map<String, String> came) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(came.keySet());
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "none");
            String stated = came.getOrDefault(name, "none");
            if (!wanted.equals(stated)) {
                found.add("Product: %s is %s, expected %s.".formatted(name, stated, wanted));
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
