package org.calcinosiscds.cql.parameters;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.fhir.converter.R4FhirTypeConverter;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Concept;
import org.opencds.cqf.cql.engine.runtime.Date;
import org.opencds.cqf.cql.engine.runtime.DateTime;
import org.opencds.cqf.cql.engine.runtime.Interval;
import org.opencds.cqf.cql.engine.runtime.Precision;
import org.opencds.cqf.cql.engine.runtime.Ratio;
import org.opencds.cqf.cql.engine.runtime.Time;
import org.opencds.cqf.cql.engine.runtime.Tuple;
import org.opencds.cqf.cql.engine.runtime.ValueSet;

/**
 * Writes values of CQL as Parameters, the way "Using CQL with FHIR" maps them: a list repeats its parameter, a tuple has parts, and
 * what FHIR has no value for (null, the empty list, the empty tuple) is an absent boolean that says so.
 */
public final class ParametersWriter {
    private static final String HL7 = "http://hl7.org/fhir/StructureDefinition/";

    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuu", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final DateTimeFormatter MILLISECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private final R4FhirTypeConverter converter = new R4FhirTypeConverter();
    private final Parameters parameters = new Parameters();

    /** @param type as CQL writes it, which tells a list of one from the one */
    public void add(String name, String type, @Nullable Object value) {
        write(
                () -> {
                    ParametersParameterComponent parameter = parameters.addParameter();
                    parameter.addExtension(HL7 + "cqf-cqlType", new StringType(type));
                    return parameter;
                },
                name,
                value);
    }

    public Parameters parameters() {
        return parameters;
    }

    private void write(Supplier<ParametersParameterComponent> more, String name, @Nullable Object value) {
        if (!(value instanceof Iterable<?> list)) {
            single(more.get().setName(name), value);
            return;
        }
        boolean isEmpty = true;
        for (Object element : list) {
            isEmpty = false;
            if (element instanceof Iterable<?>) {
                ParametersParameterComponent inner = more.get().setName(name);
                write(inner::addPart, "element", element);
            } else {
                single(more.get().setName(name), element);
            }
        }
        if (isEmpty) {
            more.get().setName(name).setValue(absent("cqf-isEmptyList", new BooleanType(true)));
        }
    }

    private void single(ParametersParameterComponent parameter, @Nullable Object value) {
        if (value == null) {
            parameter.setValue(absent("data-absent-reason", new CodeType("unknown")));
        } else if (value instanceof Resource resource) {
            parameter.setResource(resource);
        } else if (value instanceof Tuple tuple) {
            parts(parameter, tuple.getElements());
        } else if (value instanceof Interval interval) {
            interval(parameter, interval);
        } else if (value instanceof Base structure && !(value instanceof Type)) {
            for (Property property : structure.children()) {
                property.getValues().forEach(each -> write(parameter::addPart, property.getName(), each));
            }
        } else {
            parameter.setValue(value(value));
        }
    }

    private void parts(ParametersParameterComponent parameter, Map<String, ?> elements) {
        if (elements.isEmpty()) {
            parameter.setValue(absent("cqf-isEmptyTuple", new BooleanType(true)));
        }
        elements.forEach((name, element) -> write(parameter::addPart, name, element));
    }

    private Type value(Object value) {
        if (value instanceof Enumeration<?> enumeration) {
            return new CodeType(enumeration.getValueAsString());
        }
        if (value instanceof Type type) {
            return type;
        }
        if (value instanceof Boolean truth) {
            return new BooleanType(truth);
        }
        if (value instanceof Integer number) {
            return new IntegerType(number);
        }
        if (value instanceof Long number) {
            return new DecimalType(BigDecimal.valueOf(number));
        }
        if (value instanceof BigDecimal number) {
            return new DecimalType(number.toPlainString());
        }
        if (value instanceof DateTime dateTime) {
            return dateTime(dateTime);
        }
        if (value instanceof Date date) {
            return new DateType(date.toString());
        }
        if (value instanceof Time time) {
            return new TimeType(time.toString());
        }
        return structure(value);
    }

    private Type structure(Object value) {
        if (value instanceof org.opencds.cqf.cql.engine.runtime.Quantity quantity) {
            return (Type) Objects.requireNonNull(converter.toFhirQuantity(quantity));
        }
        if (value instanceof Ratio ratio) {
            return (Type) Objects.requireNonNull(converter.toFhirRatio(ratio));
        }
        if (value instanceof Code code) {
            return (Type) Objects.requireNonNull(converter.toFhirCoding(code));
        }
        if (value instanceof Concept concept) {
            return (Type) Objects.requireNonNull(converter.toFhirCodeableConcept(concept));
        }
        if (value instanceof ValueSet valueSet) {
            return new CanonicalType(valueSet.getId());
        }
        String text = value.toString();
        return text.isEmpty() ? absent("data-absent-reason", new CodeType("unsupported")) : new StringType(text);
    }

    /** FHIR has no hours without minutes; what it has no type for is text as CQL writes it. */
    private static Type dateTime(DateTime value) {
        OffsetDateTime moment = Objects.requireNonNull(value.getDateTime());
        return switch (value.getPrecision() == null ? Precision.MILLISECOND : value.getPrecision()) {
            case YEAR -> new DateTimeType(YEAR.format(moment));
            case MONTH -> new DateTimeType(MONTH.format(moment));
            case DAY -> new DateTimeType(moment.toLocalDate().toString());
            case HOUR, MINUTE -> new StringType(value.toString());
            case SECOND -> new DateTimeType(SECOND.format(moment));
            default -> new DateTimeType(MILLISECOND.format(moment));
        };
    }

    private void interval(ParametersParameterComponent parameter, Interval interval) {
        Object low = interval.getLow() == null ? null : interval.getStart();
        Object high = interval.getHigh() == null ? null : interval.getEnd();
        Object bound = low == null ? high : low;
        if (bound instanceof DateTime || bound instanceof Date) {
            parameter.setValue(new Period().setStartElement(period(low)).setEndElement(period(high)));
        } else if (bound instanceof org.opencds.cqf.cql.engine.runtime.Quantity) {
            Range range = new Range();
            if (low != null) {
                range.setLow((Quantity) value(low));
            }
            if (high != null) {
                range.setHigh((Quantity) value(high));
            }
            parameter.setValue(range);
        } else {
            write(parameter::addPart, "low", interval.getLow());
            write(parameter::addPart, "lowClosed", interval.getLowClosed());
            write(parameter::addPart, "high", interval.getHigh());
            write(parameter::addPart, "highClosed", interval.getHighClosed());
        }
    }

    private @Nullable DateTimeType period(@Nullable Object bound) {
        if (bound == null) {
            return null;
        }
        Type value = value(bound);
        return value instanceof DateTimeType dateTime ? dateTime : new DateTimeType(value.primitiveValue());
    }

    private static BooleanType absent(String extension, Type why) {
        BooleanType absent = new BooleanType();
        absent.addExtension(HL7 + extension, why);
        return absent;
    }
}
