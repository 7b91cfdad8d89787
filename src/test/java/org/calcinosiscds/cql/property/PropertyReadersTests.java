package org.calcinosiscds.cql.property;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.fhir.model.R4FhirModelResolver;
import org.opencds.cqf.cql.engine.runtime.Date;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/** Properties are read as the engine's resolver reads them. */
class PropertyReadersTests {
    private static final ZoneId ZONE = ZoneId.of("America/St_Johns");
    private static final Environment ENVIRONMENT = new Environment(
            null,
            new HashMap<>(Map.of(
                    "http://hl7.org/fhir",
                    new CompositeDataProvider(new R4FhirModelResolver(FhirContext.forR4Cached()), null))),
            null);

    private final PropertyReaders readers = new PropertyReaders(ENVIRONMENT);

    @Test
    void everyPropertyOfEveryResourceOfTheCasesIsReadAsTheEngineReadsIt() {
        List<PatientCase> all = PatientCase.all();
        Set<String> compared = new TreeSet<>();
        for (int i = 0; i < all.size(); i += 5) {
            all.get(i)
                    .record()
                    .byType()
                    .values()
                    .forEach(resources -> resources.forEach(each -> compare(each, compared)));
        }
        assertThat(compared)
                .contains("Observation.value", "DateTimeType.value", "Enumeration.value", "CodeableConcept.coding")
                .hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026",
                "2026-02",
                "2026-02-28",
                "2026-02-28T23:30:00Z",
                "2026-02-28T23:30:59.123+05:45",
                "2026-02-28T23:30:59.123456-03:30",
                "2026-02-28T23:30:59+00:20",
                "2026-07-01T02:30:00-02:30",
                "1500-02-28",
                "1582-10-10T00:00:00Z",
                "0001-01-01"
            })
    void timesAreReadAsTheEngineReadsThem(String text) {
        compare(new DateTimeType(text), new TreeSet<>());
        if (text.contains("T")) {
            compare(new InstantType(text), new TreeSet<>());
        }
    }

    @Test
    void elementsWithoutAValueAreReadAsTheEngineReadsThem() {
        Observation result = new Observation();
        result.setValue(new StringType());
        result.setEffective(new DateTimeType());
        result.getIdElement().setValue("");
        result.addCategory();
        result.setContained(List.of(new Observation()));
        compare(result, new TreeSet<>());
        compare(new DateTimeType(), new TreeSet<>());
    }

    private void compare(Base target, Set<String> compared) {
        if (target instanceof PrimitiveType<?>) {
            compare(target, "value", compared);
            compare(target, "extension", compared);
        }
        compare(target, target.fhirType(), compared);
        for (Property property : target.children()) {
            compare(target, property.getName().replace("[x]", ""), compared);
            property.getValues().forEach(value -> compare(value, compared));
        }
    }

    private void compare(Base target, String path, Set<String> compared) {
        Object expected = read(() -> {
            Object value = ENVIRONMENT.resolvePath(target, path);
            return value instanceof DateTime time ? FhirTimes.in(ZONE, time) : value;
        });
        PropertyPath bound = readers.path(path);
        Object found = read(() -> bound.of(target, ZONE));
        compared.add(target.getClass().getSimpleName() + "." + path);
        assertThat(same(expected, found))
                .as("%s.%s of %s: engine %s, ours %s", target.fhirType(), path, text(target), expected, found)
                .isTrue();
    }

    private static String text(Base target) {
        return target instanceof BaseDateTimeType time ? String.valueOf(time.getValueAsString()) : "";
    }

    private interface Read {
        @Nullable
        Object value();
    }

    private static @Nullable Object read(Read read) {
        try {
            return read.value();
        } catch (RuntimeException e) {
            return "failed";
        }
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Iterable<?> some && other instanceof Iterable<?> others) {
            Iterator<?> left = some.iterator();
            Iterator<?> right = others.iterator();
            while (left.hasNext() && right.hasNext()) {
                if (left.next() != right.next()) {
                    return false;
                }
            }
            return !left.hasNext() && !right.hasNext();
        }
        return one == other
                || one != null
                        && other != null
                        && one.getClass() == other.getClass()
                        && (one.equals(other)
                                || one instanceof Date && one.toString().equals(other.toString()));
    }
}
