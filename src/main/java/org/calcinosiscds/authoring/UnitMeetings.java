package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where values meet that must have one unit, and those meetings at which they do not. */
final class UnitMeetings {
    private final QuantityUnits units;
    private final Set<UnitVariable> used = new LinkedHashSet<>();
    private final Set<Finding> found = new LinkedHashSet<>();

    UnitMeetings(QuantityUnits units) {
        this.units = units;
    }

    /** When all definitions have been read. */
    Set<Finding> findings() {
        List.copyOf(used).forEach(each -> pass(each.root(), new LinkedHashSet<>()));
        used.stream().map(UnitVariable::root).distinct().forEach(this::judge);
        return found;
    }

    /** Two values that are compared, added or alternatives of each other. */
    void meet(
            UnitVariable one,
            UnitVariable other,
            UnitUse.Place place,
            boolean isDimension,
            List<UnitUse.Branch> branches) {
        UnitVariable left = one.root();
        UnitVariable right = other.root();
        String leftUnit = left.unit();
        String rightUnit = right.unit();
        if (left.isOpen() && right.isOpen()) {
            left.join(right);
        } else if (leftUnit != null && rightUnit != null) {
            if (!fit(leftUnit, rightUnit, isDimension)) {
                add(place, isDimension, leftUnit, rightUnit);
            }
        } else if (left.isOpen() && rightUnit != null) {
            use(left, new UnitUse(rightUnit, isDimension, place, branches));
        } else if (right.isOpen() && leftUnit != null) {
            use(right, new UnitUse(leftUnit, isDimension, place, branches));
        }
    }

    void use(UnitVariable variable, UnitUse use) {
        variable.addUse(use);
        used.add(variable);
    }

    /** What a value is compared with is meant for each that it can be. */
    private void pass(UnitVariable from, Set<UnitVariable> seen) {
        for (UnitVariable alternative : from.alternatives()) {
            UnitVariable to = alternative.root();
            if (to.isOpen() && seen.add(to)) {
                from.uses().forEach(use -> use(to, use));
                pass(to, seen);
            }
        }
    }

    /** The uses of a variable whose unit is not that of most. */
    private void judge(UnitVariable variable) {
        if (variable.isMixed()) {
            return;
        }
        List<UnitUse> uses = new ArrayList<>(new LinkedHashSet<>(variable.uses()));
        UnitUse usual = null;
        long most = 0;
        for (UnitUse use : uses) {
            long like = uses.stream().filter(other -> fit(use, other)).count();
            if (like > most) {
                usual = use;
                most = like;
            }
        }
        UnitUse right = usual;
        for (UnitUse use : uses) {
            if (right != null
                    && !fit(use, right)
                    && uses.stream().anyMatch(other -> fit(other, right) && !other.excludes(use))) {
                add(use.place(), use.isDimension(), right.unit(), use.unit());
            }
        }
    }

    private boolean fit(UnitUse one, UnitUse other) {
        return fit(one.unit(), other.unit(), one.isDimension());
    }

    private boolean fit(String one, String other, boolean isDimension) {
        return isDimension ? units.areComparable(one, other) : units.areSame(one, other);
    }

    private void add(UnitUse.Place place, boolean isDimension, String one, String other) {
        found.add(Finding.warning(
                "cql/" + place.library() + ".cql",
                SourcePosition.of(place.element()),
                isDimension ? "CDS051" : "CDS052",
                "\"" + place.define() + "\": "
                        + (isDimension
                                ? "compares " + one + " with " + other + ": always null."
                                : "the number of a quantity in " + one + " is used with that of one in " + other
                                        + ".")));
    }
}
