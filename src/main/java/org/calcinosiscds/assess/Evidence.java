package org.calcinosiscds.assess;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JSON-like tree that the knowledge base answered, read by name. What is not there, or of another shape, is empty. */
public record Evidence(Map<?, ?> tree) {
    private static final Map<?, ?> NOTHING = Map.of();

    public Evidence of(String name) {
        return from(tree.get(name));
    }

    Stream<Evidence> each(String name) {
        return list(name).map(Evidence::from);
    }

    public Optional<String> text(String name) {
        return tree.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    List<String> texts(String name) {
        return list(name).map(Object::toString).toList();
    }

    public Optional<BigDecimal> number(String name) {
        return tree.get(name) instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    private Stream<?> list(String name) {
        return tree.get(name) instanceof List<?> list ? list.stream() : Stream.empty();
    }

    private static Evidence from(@Nullable Object value) {
        return new Evidence(value instanceof Map<?, ?> map ? map : NOTHING);
    }
}
