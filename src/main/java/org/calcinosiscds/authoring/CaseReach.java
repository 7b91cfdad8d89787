package org.calcinosiscds.authoring;

import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** Which cases evaluate which expressions. */
final class CaseReach implements EvaluationListener {
    private final IdentityHashMap<Expression, BitSet> reached = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Library> owners = new IdentityHashMap<>();
    private int current;

    /** @param index of the case that is evaluated next */
    void begin(int index) {
        current = index;
    }

    @Override
    public void started(Library library, Expression expression) {
        reached.computeIfAbsent(expression, key -> {
                    owners.put(expression, library);
                    return new BitSet();
                })
                .set(current);
    }

    @Override
    public void finished(Library library, Expression expression, @Nullable Object value) {}

    /** Indexes of cases by library and locator, such as {@code MineralRules 12:5-14:20}. */
    Map<String, BitSet> byPlace() {
        Map<String, BitSet> places = new HashMap<>();
        reached.forEach((expression, cases) -> {
            Library library = owners.get(expression);
            if (expression.getLocator() != null && library != null) {
                places.computeIfAbsent(place(Definitions.name(library), expression.getLocator()), key -> new BitSet())
                        .or(cases);
            }
        });
        return places;
    }

    private static String place(String library, String locator) {
        return library + " " + locator;
    }

    /** The cases that reach a change: those that evaluate the innermost expression around it that any case evaluates. */
    static BitSet of(Mutant mutant, Map<String, BitSet> byPlace) {
        return mutant.places().stream()
                .map(locator -> byPlace.getOrDefault(place(mutant.library(), locator), new BitSet()))
                .filter(cases -> !cases.isEmpty())
                .findFirst()
                .orElseGet(BitSet::new);
    }

    /** Indexes in ascending order. */
    static List<Integer> indexes(BitSet cases) {
        return cases.stream().boxed().toList();
    }
}
