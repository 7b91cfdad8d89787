package org.calcinosiscds.cql.parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;
import org.opencds.cqf.cql.engine.runtime.Vocabulary;

/** Reads what CQL answered. Shapes that the content does not promise are a defect of the content. */
public final class CqlValues {
    private CqlValues() {}

    /** A JSON-like tree: maps, lists, strings, numbers, booleans. Null elements are left out. */
    public static @Nullable Object tree(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            Map<String, Object> map = new LinkedHashMap<>();
            tuple.getElements().forEach((name, element) -> {
                Object tree = tree(element);
                if (tree != null) {
                    map.put(String.valueOf(name), tree);
                }
            });
            return map;
        }
        if (value instanceof Iterable<?> iterable) {
            List<Object> list = new ArrayList<>();
            iterable.forEach(element -> {
                Object tree = tree(element);
                if (tree != null) {
                    list.add(tree);
                }
            });
            return list;
        }
        if (value == null
                || value instanceof Map<?, ?>
                || value instanceof BigDecimal
                || value instanceof Integer
                || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Vocabulary vocabulary) {
            return String.valueOf(vocabulary.getId()).replaceFirst("^.*/(?=[^/]+/)", "");
        }
        return value instanceof Base fhir ? FhirText.of(fhir) : value.toString();
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(@Nullable Object value) {
        return tree(value) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    public static List<String> strings(@Nullable Object value) {
        return tree(value) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }
}
