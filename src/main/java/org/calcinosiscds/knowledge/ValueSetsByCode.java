package org.calcinosiscds.knowledge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The value sets that hold a code, matched on system and code together. */
public final class ValueSetsByCode {
    private final Map<String, Map<String, Set<String>>> bySystem = new HashMap<>();

    public ValueSetsByCode(Collection<ValueSetCodes> valueSets) {
        valueSets.forEach(valueSet -> valueSet.bySystem().forEach((system, codes) -> {
            Map<String, Set<String>> ofSystem = bySystem.computeIfAbsent(system, each -> new HashMap<>());
            codes.keySet()
                    .forEach(code -> ofSystem.computeIfAbsent(code, each -> new HashSet<>())
                            .add(valueSet.url()));
        }));
    }

    /** Canonicals of the value sets that hold the code; empty when none does. */
    public Set<String> of(String system, String code) {
        return bySystem.getOrDefault(system, Map.of()).getOrDefault(code, Set.of());
    }

    /** Whether a value set has a code of the system. */
    public boolean hasSystem(String system) {
        return bySystem.containsKey(system);
    }
}
