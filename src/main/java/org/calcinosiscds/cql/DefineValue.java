package org.calcinosiscds.cql;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.EvaluationException;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * The value of a define, or of an element in it, read as the shape that Java expects of the content. Another shape is a defect of the
 * content: each method throws an {@link EvaluationException} that names define, element and both shapes, never the value.
 *
 * @param at for messages
 */
record DefineValue(Location at, @Nullable Object value) {
    /**
     * Where a value stands; written as text only when a message needs it.
     *
     * @param owner of what the value is an element; null for the value of a define
     * @param name of the define or element; of an element of a list its index in brackets
     */
    private record Location(@Nullable Location owner, String library, String name) {
        Location element(String element) {
            return new Location(this, library, element);
        }

        /** Path in the value, such as {@code evidence.because[0].reference}; empty for the value itself. */
        private String path() {
            if (owner == null) {
                return "";
            }
            String before = owner.path();
            return before.isEmpty() || name.startsWith("[") ? before + name : before + "." + name;
        }

        private String define() {
            return owner == null ? name : owner.define();
        }

        @Override
        public String toString() {
            String path = path();
            return "Library " + library + ", define " + define() + (path.isEmpty() ? "" : ", element " + path) + ",";
        }
    }

    private static final ClassValue<Set<String>> COMPONENTS = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    static DefineValue of(String library, String define, @Nullable Object value) {
        return new DefineValue(new Location(null, library, define), value);
    }

    /** An element of a tuple; its value is null when the tuple does not have it. */
    DefineValue element(String name) {
        return new DefineValue(at.element(name), tuple().getElement(name));
    }

    /**
     * This tuple, whose elements are read into a record of that type.
     *
     * @throws EvaluationException also when it has elements for which the record has no component: they would be lost
     */
    DefineValue elementsOf(Class<? extends Record> type) {
        Set<String> names = tuple().getElements().keySet();
        if (!COMPONENTS.get(type).containsAll(names)) {
            Set<String> unknown = new TreeSet<>(names);
            unknown.removeAll(COMPONENTS.get(type));
            throw new EvaluationException(at + " must not have the elements " + String.join(", ", unknown)
                    + ": " + type.getSimpleName() + " has " + String.join(", ", new TreeSet<>(COMPONENTS.get(type)))
                    + ".");
        }
        return this;
    }

    boolean isNull() {
        return value == null;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(optional(Boolean.class, "a Boolean"));
    }

    String text() {
        return required(String.class, "a String");
    }

    @Nullable
    String optionalText() {
        return optional(String.class, "a String");
    }

    BigDecimal decimal() {
        return required(BigDecimal.class, "a Decimal");
    }

    @Nullable
    BigDecimal optionalDecimal() {
        return optional(BigDecimal.class, "a Decimal");
    }

    @Nullable
    Integer optionalInteger() {
        return optional(Integer.class, "an Integer");
    }

    /** The elements of a list that are not null. */
    List<DefineValue> items() {
        List<DefineValue> items = new ArrayList<>();
        int index = 0;
        for (Object item : required(Iterable.class, "a List")) {
            if (item != null) {
                items.add(new DefineValue(at.element("[" + index + "]"), item));
            }
            index++;
        }
        return items;
    }

    List<String> texts() {
        return items().stream().map(DefineValue::text).toList();
    }

    @Nullable
    List<String> optionalTexts() {
        return isNull() ? null : texts();
    }

    /** The elements of a list that are of a type of FHIR; none when there is no list. */
    <T> List<T> optionalItems(Class<T> type) {
        return isNull()
                ? List.of()
                : items().stream()
                        .map(item -> item.required(type, "a " + type.getSimpleName()))
                        .toList();
    }

    /** The value as CQL writes it, such as {@code 2026-12-05} for a date; null when it is null. */
    @Nullable
    String asText() {
        return value == null ? null : value.toString();
    }

    private Tuple tuple() {
        return required(Tuple.class, "a Tuple");
    }

    private <T> T required(Class<T> type, String expected) {
        T found = optional(type, expected);
        if (found == null) {
            throw new EvaluationException(at + " must be " + expected + ", found null.");
        }
        return found;
    }

    private <T> @Nullable T optional(Class<T> type, String expected) {
        if (value != null && !type.isInstance(value)) {
            throw new EvaluationException(at + " must be " + expected + ", found "
                    + Objects.requireNonNull(value).getClass().getSimpleName() + ".");
        }
        return type.cast(value);
    }
}
