package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a function or of a query sees beside the defines: operands first, then aliases and lets, the innermost last. A part of the
 * ELM always has the same names, and each time other values.
 */
public record Variables(List<String> names, List<@Nullable Object> values) {
    /** Of a define, outside of any query. */
    public static final Variables NONE = new Variables(List.of(), List.of());

    public Variables with(String name, @Nullable Object value) {
        List<String> moreNames = new ArrayList<>(names);
        List<@Nullable Object> moreValues = new ArrayList<>(values);
        moreNames.add(name);
        moreValues.add(value);
        return new Variables(moreNames, moreValues);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Variables" + names;
    }
}
