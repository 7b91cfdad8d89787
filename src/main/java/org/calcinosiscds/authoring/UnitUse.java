package org.calcinosiscds.authoring;

import java.util.List;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;

/**
 * A place where a value meets one whose unit is written.
 *
 * @param branches of conditions around it
 */
record UnitUse(String unit, boolean isDimension, Place place, List<Branch> branches) {
    /** Where an expression stands. */
    record Place(String library, String define, Element element) {}

    /** One of several branches of {@code if} or {@code case}. */
    record Branch(Expression choice, int index) {}

    /** Whether no patient has both. */
    @SuppressWarnings("ReferenceEquality") // The very same expression, not one that looks alike.
    boolean excludes(UnitUse other) {
        return branches.stream()
                .anyMatch(mine -> other.branches.stream()
                        .anyMatch(theirs -> mine.choice() == theirs.choice() && mine.index() != theirs.index()));
    }
}
