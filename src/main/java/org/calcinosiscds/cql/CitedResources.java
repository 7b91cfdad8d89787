package org.calcinosiscds.cql;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.decision.CitedResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Names resources for readers: reference, value, unit and date, as they were received. */
final class CitedResources {
    /** Elements that say when, the first that a resource has; R4 has no element for this that all resources share. */
    private static final List<String> DATES =
            List.of("effective", "performed", "onset", "occurrence", "authoredOn", "recordedDate", "date", "period");

    private CitedResources() {}

    static CitedResource of(String reference, Resource resource) {
        Quantity quantity = resource instanceof Observation result && result.getValue() instanceof Quantity value
                ? value
                : new Quantity();
        return new CitedResource(
                reference,
                quantity.getValue() != null
                        ? (quantity.getComparator() != null
                                        ? quantity.getComparator().toCode()
                                        : "")
                                + quantity.getValueElement().getValueAsString()
                        : null,
                quantity.getUnit() != null ? quantity.getUnit() : quantity.getCode(),
                date(resource));
    }

    private static @Nullable String date(Resource resource) {
        return DATES.stream()
                .map(resource::getNamedProperty)
                .filter(Objects::nonNull)
                .map(Property::getValues)
                .flatMap(List::stream)
                .flatMap(CitedResources::moment)
                .findFirst()
                .orElse(null);
    }

    private static Stream<String> moment(Base value) {
        return value instanceof BaseDateTimeType moment
                ? Stream.ofNullable(moment.getValueAsString())
                : value instanceof Period period
                        ? Stream.ofNullable(period.getStartElement().getValueAsString())
                        : Stream.empty();
    }
}
