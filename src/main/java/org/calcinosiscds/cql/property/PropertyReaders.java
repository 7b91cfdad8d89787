package org.calcinosiscds.cql.property;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.calcinosiscds.cql.property.PropertyPath.Bound;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.DateTime;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/**
 * How each property of each class is read, found when it is first needed. Where Java has no direct way to a property the engine's
 * resolver is called each time, which uses reflection.
 */
public final class PropertyReaders {
    private static final Map<Class<?>, Map<String, Function<Object, @Nullable Object>>> SYSTEM = Map.of(
            Quantity.class,
            Map.of(
                    "value", target -> ((Quantity) target).getValue(),
                    "unit", target -> ((Quantity) target).getUnit()),
            Code.class,
            Map.of(
                    "code", target -> ((Code) target).getCode(),
                    "system", target -> ((Code) target).getSystem(),
                    "version", target -> ((Code) target).getVersion(),
                    "display", target -> ((Code) target).getDisplay()));

    private final Environment environment;
    private final Map<PropertyKey, Bound> bound = new ConcurrentHashMap<>();

    private record PropertyKey(Class<?> kind, String path) {}

    /** @param environment with the data models */
    public PropertyReaders(Environment environment) {
        this.environment = environment;
    }

    /** The reader of a path, for use by one expression. */
    public PropertyPath path(String path) {
        // One object for each name, so that the maps of tuples compare no characters.
        return new PropertyPath(path.intern(), this::bound);
    }

    private Bound bound(Object target, String path) {
        Class<?> kind = target.getClass();
        return bound.computeIfAbsent(new PropertyKey(kind, path), key -> new Bound(kind, reader(target, path)));
    }

    private PropertyReader reader(Object target, String path) {
        PropertyReader engine = (object, zone) -> {
            Object value = environment.resolvePath(object, path);
            return value instanceof DateTime time ? FhirTimes.in(zone, time) : value;
        };
        Function<Object, @Nullable Object> system =
                SYSTEM.getOrDefault(target.getClass(), Map.of()).get(path);
        if (system != null) {
            return (object, zone) -> system.apply(object);
        }
        PropertyReader fhir = target instanceof Base base ? FhirReaders.of(base, path, engine) : null;
        return fhir == null ? engine : fhir;
    }
}
