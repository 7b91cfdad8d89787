package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.calcinosiscds.authoring.ContentDiff.PatientDiff;

/** Counts what two versions of content answer about all patients. Used by one thread. */
public final class DiffTotals {
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

    public void add(PatientDiff patient) {
        patients++;
        cardsBefore += patient.cardsBefore();
        cardsAfter += patient.cardsAfter();
        Set<String> either = new TreeSet<>(patient.rulesBefore());
        either.addAll(patient.rulesAfter());
        for (String rule : either) {
            rules.put(
                    rule,
                    rules.getOrDefault(rule, Count.NONE)
                            .with(
                                    patient.rulesBefore().contains(rule),
                                    patient.rulesAfter().contains(rule)));
        }
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
}
