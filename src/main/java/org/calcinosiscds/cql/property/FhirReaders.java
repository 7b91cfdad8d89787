package org.calcinosiscds.cql.property;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildPrimitiveDatatypeDefinition;
import java.util.Arrays;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Readers of FHIR elements by HAPI's {@code getProperty}, which needs no reflection. They return what the engine's
 * {@code R4FhirModelResolver} returns; {@code FhirReadersTests} compares the two.
 */
final class FhirReaders {
    /** Types whose value the engine converts in ways that are its own. */
    private static final Set<String> CONVERTED = Set.of("DateType", "TimeType", "Base64BinaryType");

    private FhirReaders() {}

    /**
     * @param engine reads everything
     * @return null when only the engine can read it
     */
    static @Nullable PropertyReader of(Base target, String path, PropertyReader engine) {
        if (target instanceof Resource resource && resource.fhirType().equals(path)) {
            return (object, zone) -> object;
        }
        if (target instanceof PrimitiveType<?> primitive) {
            return primitive(primitive, path, engine);
        }
        BaseRuntimeElementCompositeDefinition<?> definition = definition(target);
        BaseRuntimeChildDefinition child = definition == null ? null : child(definition, path);
        Property property = target.getNamedProperty(path);
        if (child == null
                || property == null
                || !(property.getName().equals(path) || property.getName().equals(path + "[x]"))
                || property.isList() != (child.getMax() < 1)) {
            return null;
        }
        int hash = path.hashCode();
        if (property.isList()) {
            boolean isPrimitive = child instanceof RuntimeChildPrimitiveDatatypeDefinition;
            return (object, zone) -> {
                Base[] values = ((Base) object).getProperty(hash, path, false);
                return values.length == 0 || (isPrimitive && isWithoutValue(values[0])) ? null : Arrays.asList(values);
            };
        }
        if (child instanceof RuntimeChildPrimitiveDatatypeDefinition) {
            return (object, zone) -> {
                Base[] values = ((Base) object).getProperty(hash, path, false);
                return values.length == 0 || isWithoutValue(values[0]) ? null : values[0];
            };
        }
        return (object, zone) -> {
            Base[] values = ((Base) object).getProperty(hash, path, false);
            return values.length == 0 ? null : values[0];
        };
    }

    private static boolean isWithoutValue(Base value) {
        return value instanceof PrimitiveType<?> primitive && !primitive.hasValue();
    }

    private static @Nullable PropertyReader primitive(PrimitiveType<?> primitive, String path, PropertyReader engine) {
        if (!path.equals("value") || CONVERTED.contains(primitive.getClass().getSimpleName())) {
            return null;
        }
        if (primitive instanceof Enumeration<?>) {
            return (object, zone) -> ((Enumeration<?>) object).getValueAsString();
        }
        if (primitive instanceof DateTimeType || primitive instanceof InstantType) {
            return (object, zone) -> {
                BaseDateTimeType time = (BaseDateTimeType) object;
                return !time.hasValue()
                        ? null
                        : FhirTimes.isUsual(time) ? FhirTimes.of(time, zone) : engine.read(object, zone);
            };
        }
        if (primitive instanceof IdType) {
            return (object, zone) -> ((IdType) object).hasValue() ? ((IdType) object).getIdPart() : null;
        }
        return (object, zone) -> {
            PrimitiveType<?> value = (PrimitiveType<?>) object;
            return value.hasValue() ? value.getValue() : null;
        };
    }

    private static @Nullable BaseRuntimeElementCompositeDefinition<?> definition(Base target) {
        FhirContext fhir = FhirContext.forR4Cached();
        return target instanceof IBaseResource resource
                ? fhir.getResourceDefinition(resource)
                : fhir.getElementDefinition(target.getClass())
                                instanceof BaseRuntimeElementCompositeDefinition<?> composite
                        ? composite
                        : null;
    }

    /** An element by its name, or a choice of types by the name without a type. */
    private static @Nullable BaseRuntimeChildDefinition child(
            BaseRuntimeElementCompositeDefinition<?> definition, String path) {
        BaseRuntimeChildDefinition child = definition.getChildByName(path);
        if (child == null) {
            return definition.getChildren().stream()
                    .filter(each -> each instanceof RuntimeChildChoiceDefinition
                            && each.getElementName().startsWith(path))
                    .findFirst()
                    .filter(each -> each.getElementName().equals(path))
                    .orElse(null);
        }
        return child.getElementName().equals(path) ? child : null;
    }
}
