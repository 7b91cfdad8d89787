package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.DistinctEvaluator;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/**
 * A query, as the engine evaluates it; only a let is evaluated when something asks for it, and not for each element.
 *
 * @param where null when there is no condition
 * @param result null when the elements themselves are returned
 */
record QueryCode(
        List<Source> sources,
        List<Let> lets,
        List<Relationship> relationships,
        @Nullable Node where,
        @Nullable Node result,
        boolean isDistinct,
        @Nullable Fold fold,
        @Nullable Sorting sorting)
        implements Code {
    /** @param alias position of its variable */
    record Source(String name, Node data, int alias) {}

    /** @param position of its variable */
    record Let(Node value, int position) {}

    /** @param position of its variable while rows are folded */
    record Alias(String name, int position) {}

    /** @param isWith true for {@code with}: the condition must be true for an element; false for {@code without}: for none */
    record Relationship(Node data, int alias, Node suchThat, boolean isWith) {
        boolean isSatisfied(Frame frame) {
            for (Object element : iterable(data.value(frame))) {
                frame.run.step();
                frame.variables[alias] = element;
                if (Boolean.TRUE.equals(suchThat.value(frame))) {
                    return isWith;
                }
            }
            return !isWith;
        }
    }

    /** An aggregate: the starting value, and what makes the next value of one value and one row. */
    record Fold(Node starting, Node next, int accumulator, List<Alias> aliases, boolean isDistinct) {
        @Nullable
        Object of(List<@Nullable Object> rows, Frame frame) {
            Object value = starting.value(frame);
            List<@Nullable Object> all = isDistinct ? distinct(rows, frame) : rows;
            for (Object row : all) {
                frame.run.step();
                frame.variables[accumulator] = value;
                for (Alias alias : aliases) {
                    frame.variables[alias.position()] =
                            Frame.required((Tuple) row).getElement(alias.name());
                }
                value = next.value(frame);
            }
            return value;
        }
    }

    @Override
    public @Nullable Object of(Frame frame) {
        Iterable<?>[] data = new Iterable<?>[sources.size()];
        boolean isList = false;
        for (int i = 0; i < data.length; i++) {
            Object value = sources.get(i).data().value(frame);
            isList |= value instanceof Iterable<?>;
            data[i] = iterable(value);
        }
        List<@Nullable Object> found = new ArrayList<>();
        collect(0, data, frame, found);
        if (isDistinct) {
            found = distinct(found, frame);
        }
        if (fold != null) {
            return fold.of(found, frame);
        }
        if (sorting != null) {
            found = sorting.sorted(found, frame);
        }
        return isList ? found : found.isEmpty() ? null : found.get(0);
    }

    /** Each combination of the elements, of which those of the first source change last. */
    private void collect(int source, Iterable<?>[] data, Frame frame, List<@Nullable Object> found) {
        for (Object element : data[source]) {
            frame.run.step();
            frame.variables[sources.get(source).alias()] = element;
            if (source + 1 < data.length) {
                collect(source + 1, data, frame, found);
            } else if (isWanted(frame)) {
                found.add(
                        result != null ? result.value(frame) : fold != null || data.length > 1 ? row(frame) : element);
            }
        }
    }

    private boolean isWanted(Frame frame) {
        for (Let let : lets) {
            frame.variables[let.position()] = let.value();
        }
        for (Relationship relationship : relationships) {
            if (!relationship.isSatisfied(frame)) {
                return false;
            }
        }
        return where == null || Boolean.TRUE.equals(where.value(frame));
    }

    private Tuple row(Frame frame) {
        Tuple row = Tuples.ofSize(sources.size());
        sources.forEach(source -> Tuples.elements(row).put(source.name(), frame.variables[source.alias()]));
        return row;
    }

    private static List<@Nullable Object> distinct(List<@Nullable Object> elements, Frame frame) {
        return new ArrayList<>(Frame.required(DistinctEvaluator.INSTANCE.distinct(elements, frame.state())));
    }

    private static Iterable<?> iterable(@Nullable Object data) {
        return data instanceof Iterable<?> several ? several : data == null ? List.of() : List.of(data);
    }
}
