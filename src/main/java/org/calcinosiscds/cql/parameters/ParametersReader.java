package org.calcinosiscds.cql.parameters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.InvalidParameterException;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.fhir.converter.R4FhirTypeConverter;
import org.opencds.cqf.cql.engine.runtime.Time;

/** Reads Parameters of FHIR as values of CQL parameters. */
public final class ParametersReader {
    private static final String LIST = "List<";

    private final Map<String, String> types;
    private final R4FhirTypeConverter converter = new R4FhirTypeConverter();

    /** @param types of the parameters there are, by name */
    public ParametersReader(Map<String, String> types) {
        this.types = types;
    }

    /** @throws InvalidParameterException naming the first that is unknown, given twice or of another type */
    public Map<String, Object> read(Parameters parameters) {
        Map<String, Object> values = new HashMap<>();
        List<ParametersParameterComponent> received = parameters.getParameter();
        for (int i = 0; i < received.size(); i++) {
            String name = String.valueOf(received.get(i).getName());
            String type = types.get(name);
            if (type == null) {
                throw new InvalidParameterException(
                        i, "The library has no such parameter; it has " + String.join(", ", types.keySet()) + ".");
            }
            boolean isList = type.startsWith(LIST);
            Object value = value(received.get(i));
            if (value == null || !isOf(value, isList ? type.substring(LIST.length(), type.length() - 1) : type)) {
                throw new InvalidParameterException(i, "The value of this parameter must be a " + type + ".");
            }
            if (isList) {
                add(values.computeIfAbsent(name, key -> new ArrayList<>()), value);
            } else if (values.put(name, value) != null) {
                throw new InvalidParameterException(i, "This parameter may be given once.");
            }
        }
        return values;
    }

    @SuppressWarnings("unchecked")
    private static void add(Object list, Object value) {
        ((List<Object>) list).add(value);
    }

    private static boolean isOf(Object value, String type) {
        if (!type.startsWith("System.")) {
            return value.getClass().getSimpleName().equals(type.replaceFirst("^FHIR\\.", ""));
        }
        String name = type.substring("System.".length());
        return name.equals("Any")
                || value.getClass().getSimpleName().equals(name.equals("Decimal") ? "BigDecimal" : name);
    }

    private @Nullable Object value(ParametersParameterComponent parameter) {
        if (parameter.hasResource()) {
            return parameter.getResource();
        }
        Type value = parameter.getValue();
        if (value instanceof BooleanType truth) {
            return truth.getValue();
        }
        if (value instanceof IntegerType number) {
            return number.getValue();
        }
        if (value instanceof DecimalType number) {
            return number.getValue();
        }
        if (value instanceof DateTimeType || value instanceof InstantType) {
            return converter.toCqlDateTime((org.hl7.fhir.r4.model.BaseDateTimeType) value);
        }
        if (value instanceof DateType date) {
            return converter.toCqlDate(date);
        }
        if (value instanceof TimeType time) {
            return new Time(time.getValue());
        }
        return value instanceof PrimitiveType<?> text ? text.getValueAsString() : structure(value);
    }

    private @Nullable Object structure(@Nullable Type value) {
        if (value instanceof Quantity quantity) {
            return converter.toCqlQuantity(quantity);
        }
        if (value instanceof Ratio ratio) {
            return converter.toCqlRatio(ratio);
        }
        if (value instanceof Coding coding) {
            return converter.toCqlCode(coding);
        }
        if (value instanceof CodeableConcept concept) {
            return converter.toCqlConcept(concept);
        }
        if (value instanceof Period period) {
            return converter.toCqlInterval(period);
        }
        if (value instanceof Range range) {
            return converter.toCqlInterval(range);
        }
        return value;
    }
}
