package org.calcinosiscds.cql;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.calcinosiscds.cql.elm.DataNeeds.Need;
import org.jspecify.annotations.Nullable;

/** What the value of a define can depend on, numbered: each kind of retrieve, each parameter, and all else together. */
final class DefineInputs {
    /** What differs for everybody, or is not looked into. */
    static final int OTHER = 0;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final Map<String, Object> usual;
    private final LocalTerminology terminology;
    private final Map<String, Map<String, Map<String, BitSet>>> byCode = new HashMap<>();

    /** @param usual values of the parameters; only a question that has another one counts as different */
    DefineInputs(Map<String, Object> usual, LocalTerminology terminology) {
        this.usual = usual;
        this.terminology = terminology;
    }

    int number(Need need) {
        Integer known = numbers.get(need);
        if (known != null) {
            return known;
        }
        int number = numbers.size() + 1;
        numbers.put(need, number);
        if (!need.path().isEmpty()) {
            Map<String, Map<String, BitSet>> needs =
                    byCode.computeIfAbsent(need.type() + '.' + need.path(), place -> new HashMap<>());
            terminology.codes(need.valueSet()).bySystem().forEach((system, codes) -> {
                Map<String, BitSet> ofSystem = needs.computeIfAbsent(system, each -> new HashMap<>());
                codes.keySet()
                        .forEach(code -> ofSystem.computeIfAbsent(code, each -> new BitSet())
                                .set(number));
            });
        }
        return number;
    }

    int number(String parameter) {
        return numbers.computeIfAbsent(parameter, name -> numbers.size() + 1);
    }

    /** Those of them that this question has something for: the retrieves that find anything, the parameters that are not as usual. */
    BitSet given(PatientRetrieveProvider record, Map<String, Object> parameters) {
        BitSet given = new BitSet();
        given.set(OTHER);
        byCode.forEach((place, needs) -> {
            int dot = place.indexOf('.');
            record.eachCode(place.substring(0, dot), place.substring(dot + 1), (system, code) -> {
                BitSet found = needs.getOrDefault(system, Map.of()).get(code);
                if (found != null) {
                    given.or(found);
                }
            });
        });
        numbers.forEach((input, number) -> {
            if (input instanceof Need need && need.path().isEmpty() && record.has(need.type())) {
                given.set(number);
            }
        });
        TreeSet<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(usual.keySet());
        for (String name : names) {
            @Nullable Integer number = numbers.get(name);
            if (number != null && !Objects.equals(parameters.get(name), usual.get(name))) {
                given.set(number);
            }
        }
        return given;
    }
}
