package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the unit of a value, or of the units of its fields. Numbers that are compared share one variable, so that a limit in
 * another unit is found far from where the number was taken. A list has the variable of its elements, and a quantity two fields: its
 * number and its {@link #DIMENSION}.
 */
final class UnitVariable {
    /** What a quantity measures; quantities of one dimension can be compared whatever their units are. */
    static final String DIMENSION = "#dimension";

    static final String NUMBER = "value";

    /** Literals and nulls: they fit every unit. */
    static final UnitVariable PLAIN = new UnitVariable(null, false, false);

    /** What is not followed, such as elements of resources. */
    static final UnitVariable UNKNOWN = new UnitVariable(null, false, false);

    /** The unit that is written; null where it is only known by uses. */
    private final @Nullable String unit;

    private final boolean isOpen;
    private final Map<String, UnitVariable> fields = new LinkedHashMap<>();
    private final List<UnitUse> uses = new ArrayList<>();

    /** Of a value that is one of several; they have what it is compared with. */
    private final List<UnitVariable> alternatives = new ArrayList<>();

    private @Nullable UnitVariable sameAs;
    private boolean isOfFunction;
    private boolean isMixed;

    private UnitVariable(@Nullable String unit, boolean isOpen, boolean isOfFunction) {
        this.unit = unit;
        this.isOpen = isOpen;
        this.isOfFunction = isOfFunction;
    }

    /** @param isOfFunction whether every call of a function has its own */
    static UnitVariable open(boolean isOfFunction) {
        return new UnitVariable(null, true, isOfFunction);
    }

    static UnitVariable number(String unit) {
        return new UnitVariable(unit, false, false);
    }

    static UnitVariable quantity(String unit) {
        UnitVariable number = number(unit);
        return tuple(Map.of(NUMBER, number, DIMENSION, number));
    }

    static UnitVariable tuple(Map<String, UnitVariable> fields) {
        UnitVariable tuple = new UnitVariable(null, false, false);
        tuple.fields.putAll(fields);
        return tuple;
    }

    /** The variable that stands for all that were found to be the same. */
    UnitVariable root() {
        return sameAs == null ? this : sameAs.root();
    }

    UnitVariable field(String name) {
        UnitVariable known = fields.get(name);
        if (known == null && isOpen) {
            known = alternatives.stream()
                    .map(each -> each.field(name))
                    .reduce(UnitVariable::either)
                    .orElseGet(() -> open(isOfFunction));
            fields.put(name, known);
        }
        return known == null ? UNKNOWN : known;
    }

    Map<String, UnitVariable> fields() {
        return fields;
    }

    @Nullable
    String unit() {
        return unit;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean isOfFunction() {
        return isOfFunction;
    }

    /** An author who reads the unit has seen that it differs. */
    void setMixed() {
        root().isMixed = true;
    }

    boolean isMixed() {
        return isMixed;
    }

    List<UnitVariable> alternatives() {
        return alternatives;
    }

    List<UnitUse> uses() {
        return uses;
    }

    void addUse(UnitUse use) {
        root().uses.add(use);
    }

    /** Makes two open variables one. */
    void join(UnitVariable other) {
        UnitVariable from = other.root();
        UnitVariable to = root();
        if (!from.equals(to)) {
            from.sameAs = to;
            to.uses.addAll(from.uses);
            to.alternatives.addAll(from.alternatives);
            to.isMixed |= from.isMixed;
            to.isOfFunction &= from.isOfFunction;
        }
    }

    /** Of a value that is one of two. */
    static UnitVariable either(UnitVariable one, UnitVariable other) {
        if (one.equals(PLAIN) || one.root().equals(other.root())) {
            return other;
        }
        if (other.equals(PLAIN)) {
            return one;
        }
        boolean isUnknown = one.equals(UNKNOWN) || other.equals(UNKNOWN);
        if (isUnknown || (one.unit != null && other.unit != null && !one.unit.equals(other.unit))) {
            return UNKNOWN;
        }
        if (one.isOpen || other.isOpen) {
            UnitVariable either = open(one.root().isOfFunction || other.root().isOfFunction);
            either.alternatives.addAll(List.of(one, other));
            return either;
        }
        if (one.unit != null) {
            return one;
        }
        Map<String, UnitVariable> fields = new LinkedHashMap<>(one.fields);
        other.fields.forEach((name, field) -> fields.merge(name, field, UnitVariable::either));
        return tuple(fields);
    }
}
