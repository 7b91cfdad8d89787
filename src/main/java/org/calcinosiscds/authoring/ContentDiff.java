package org.calcinosiscds.authoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.authoring.CaseAnswer.CaseCard;
import org.calcinosiscds.decision.RuleExplanation;
import org.jspecify.annotations.Nullable;

/** Compares what two versions of content answer about the same patients. Used by one thread. */
public final class ContentDiff {
    private final CaseRunner before;
    private final CaseRunner after;
    private final Map<String, Count> rules = new TreeMap<>();
    private int patients;
    private int cardsBefore;
    private int cardsAfter;

    /** Numbers of patients for whom a rule is true. */
    public record Count(int before, int after, int gained, int lost) {
        private static final Count NONE = new Count(0, 0, 0, 0);

        private Count with(boolean isBefore, boolean isAfter) {
            return new Count(
                    before + (isBefore ? 1 : 0),
                    after + (isAfter ? 1 : 0),
                    gained + (isAfter && !isBefore ? 1 : 0),
                    lost + (isBefore && !isAfter ? 1 : 0));
        }
    }

    public ContentDiff(CaseRunner before, CaseRunner after) {
        this.before = before;
        this.after = after;
    }

    /** Counts by rule, ascending. */
    public Map<String, Count> rules() {
        return rules;
    }

    public int patients() {
        return patients;
    }

    /** Cards for a thousand patients like these, before and after. */
    public List<Long> cardsOfThousand() {
        return List.of(ofThousand(cardsBefore), ofThousand(cardsAfter));
    }

    private long ofThousand(int cards) {
        return patients == 0 ? 0 : Math.round(1000.0 * cards / patients);
    }

    /** A sentence for each difference between the answers about a patient; empty when they are the same. */
    public List<String> compare(ContentCase each) throws IOException {
        CaseAnswer old = before.answer(each);
        CaseAnswer now = after.answer(each);
        patients++;
        cardsBefore += old.cards().size();
        cardsAfter += now.cards().size();
        Set<String> all = new TreeSet<>(old.rules());
        all.addAll(now.rules());
        List<String> found = new ArrayList<>();
        for (String rule : all) {
            boolean isBefore = old.rules().contains(rule);
            boolean isAfter = now.rules().contains(rule);
            rules.put(rule, rules.getOrDefault(rule, Count.NONE).with(isBefore, isAfter));
            if (isBefore != isAfter) {
                found.add((isAfter ? "gains " : "loses ") + rule + why(each, rule));
            }
        }
        compareCards(byProblem(old), byProblem(now), found);
        return found;
    }

    private static void compareCards(Map<String, CaseCard> old, Map<String, CaseCard> now, List<String> found) {
        Set<String> problems = new LinkedHashSet<>(old.keySet());
        problems.addAll(now.keySet());
        for (String problem : problems) {
            CaseCard was = old.get(problem);
            CaseCard is = now.get(problem);
            if (was == null || is == null) {
                found.add((was == null ? "gains card " : "loses card ") + problem + ": \""
                        + Objects.requireNonNull(was == null ? is : was).summary() + "\"");
            } else {
                compareCard(was, is, found);
            }
        }
    }

    private static void compareCard(CaseCard was, CaseCard is, List<String> found) {
        String card = "card " + was.problem();
        if (!was.indicator().equals(is.indicator())) {
            found.add(card + " is " + is.indicator() + ", was " + was.indicator());
        }
        if (!was.summary().equals(is.summary())) {
            found.add(card + " says \"" + is.summary() + "\", said \"" + was.summary() + "\"");
        }
        Set<String> gained = new LinkedHashSet<>(is.orders());
        was.orders().forEach(gained::remove);
        Set<String> lost = new LinkedHashSet<>(was.orders());
        is.orders().forEach(lost::remove);
        gained.forEach(order -> found.add(card + " gains order " + order));
        lost.forEach(order -> found.add(card + " loses order " + order));
    }

    /** The innermost condition that has another value than before; empty when the rules are built differently. */
    private String why(ContentCase each, String rule) throws IOException {
        RuleExplanation old = before.explain(each, rule).orElse(null);
        RuleExplanation now = after.explain(each, rule).orElse(null);
        if (old == null || now == null) {
            return old == null ? ": the rule is new" : ": the rule is gone";
        }
        Map<String, RuleExplanation> values = new TreeMap<>();
        collect(old, values);
        RuleExplanation different = different(now, values);
        return different == null
                ? ""
                : ": " + different.condition() + " is " + different.value() + ", was "
                        + Objects.requireNonNull(values.get(different.condition()))
                                .value() + "  " + different.library()
                        + ".cql:" + different.line();
    }

    private static void collect(RuleExplanation each, Map<String, RuleExplanation> values) {
        values.putIfAbsent(each.condition(), each);
        each.because().forEach(part -> collect(part, values));
    }

    private static @Nullable RuleExplanation different(RuleExplanation each, Map<String, RuleExplanation> values) {
        for (RuleExplanation part : each.because()) {
            RuleExplanation found = different(part, values);
            if (found != null) {
                return found;
            }
        }
        RuleExplanation old = values.get(each.condition());
        return old != null && !old.value().equals(each.value()) ? each : null;
    }

    private static Map<String, CaseCard> byProblem(CaseAnswer answer) {
        Map<String, CaseCard> found = new LinkedHashMap<>();
        answer.cards().forEach(card -> found.put(card.problem(), card));
        return found;
    }
}
