package org.calcinosiscds.json;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON document.
 *
 * @param parent null for the value that is the document
 * @param name property name, or null for an element of an array
 * @param index position in the array, from zero; meaningless for a property
 */
record JsonLocation(@Nullable JsonLocation parent, @Nullable String name, int index) {
    static final JsonLocation ROOT = new JsonLocation(null, null, 0);

    JsonLocation property(String name) {
        return new JsonLocation(this, name, 0);
    }

    JsonLocation element(int index) {
        return new JsonLocation(this, null, index);
    }

    /** The property that this is, or whose array this is in; null at the top. */
    @Nullable
    JsonLocation property() {
        JsonLocation at = this;
        while (at != null && at.name == null) {
            at = at.parent;
        }
        return at;
    }

    /** Name of the property that holds the object in which this value is, such as {@code valueQuantity}; empty at the top. */
    String holder() {
        for (JsonLocation at = parent; at != null; at = at.parent) {
            if (at.name != null) {
                return at.name;
            }
        }
        return "";
    }

    /**
     * A path such as {@code prefetch.observations.entry[3].resource}.
     *
     * @param known whether a name may be shown; any other may be patient data and becomes {@code ?}
     */
    String path(Predicate<String> known) {
        if (parent == null) {
            return "";
        }
        String prefix = parent.path(known);
        if (name == null) {
            return prefix + "[" + index + "]";
        }
        return prefix + (prefix.isEmpty() ? "" : ".") + (known.test(name) ? name : "?");
    }
}
