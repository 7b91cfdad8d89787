package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.calcinosiscds.cql.property.PropertyPath;
import org.hl7.elm.r1.ByColumn;
import org.hl7.elm.r1.ByExpression;
import org.hl7.elm.r1.SortByItem;
import org.hl7.elm.r1.SortClause;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.CqlList;

/** Sorts as the engine does: by each key in turn, stable, and turned round where the direction is descending. */
final class Sorting {
    private final int position;
    private final List<Key> keys = new ArrayList<>();

    private record Key(Code value, boolean isDescending) {}

    /** @param key found once for each element, however often it is compared */
    private record Keyed(@Nullable Object key, @Nullable Object element) {}

    private Sorting(int position) {
        this.position = position;
    }

    static Sorting of(SortClause clause, Compilation by) {
        int element = by.declare("$this");
        Sorting sorting = new Sorting(element);
        for (SortByItem item : clause.getBy()) {
            String direction = Frame.required(item.getDirection()).value();
            sorting.keys.add(
                    new Key(key(item, element, by), direction.equals("desc") || direction.equals("descending")));
        }
        by.forget(1);
        return sorting;
    }

    private static Code key(SortByItem item, int element, Compilation by) {
        if (item instanceof ByExpression expression) {
            return by.node(expression.getExpression())::value;
        }
        if (item instanceof ByColumn column) {
            PropertyPath path = by.context().properties().path(Frame.required(column.getPath()));
            return frame -> path.of(frame.variables[element], frame.run.zone());
        }
        return frame -> frame.variables[element];
    }

    List<@Nullable Object> sorted(List<@Nullable Object> elements, Frame frame) {
        if (elements.size() < 2) {
            return elements;
        }
        CqlList order = new CqlList(frame.state());
        List<@Nullable Object> result = elements;
        for (Key key : keys) {
            List<Keyed> keyed = new ArrayList<>(result.size());
            for (Object element : result) {
                frame.variables[position] = element;
                keyed.add(new Keyed(key.value().of(frame), element));
            }
            keyed.sort((left, right) -> order.compareTo(left.key(), right.key()));
            if (key.isDescending()) {
                Collections.reverse(keyed);
            }
            result = new ArrayList<>(keyed.size());
            for (Keyed each : keyed) {
                result.add(each.element());
            }
        }
        return result;
    }
}
