package org.calcinosiscds.assess;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The day of what a resource tells of. */
final class ResourceDay {
    /** When it was so or was done; where that is not said, when it was ordered or written down. */
    private static final List<String> ELEMENTS = List.of(
            "effective[x]",
            "onset[x]",
            "performed[x]",
            "occurrence[x]",
            "period",
            "start",
            "authoredOn",
            "authored",
            "recordedDate",
            "date",
            "issued");

    private static final Set<String> ENDED =
            Set.of("Observation", "DiagnosticReport", "Procedure", "MedicationAdministration");

    private static final int DAY = 10;

    private ResourceDay() {}

    /** The day as it is written, in whatever time zone that is; null when the resource has none. */
    static @Nullable LocalDate of(Resource resource) {
        for (String element : ELEMENTS) {
            Property property = resource.getNamedProperty(element);
            List<Base> values = property == null ? List.of() : property.getValues();
            LocalDate day = values.isEmpty() ? null : day(values.get(0), resource);
            if (day != null) {
                return day;
            }
        }
        return null;
    }

    private static @Nullable LocalDate day(Base value, Resource resource) {
        Base moment = value instanceof Period period ? moment(period, resource) : value;
        return moment instanceof BaseDateTimeType time ? written(time.getValueAsString()) : null;
    }

    /** The day of a date or date and time of FHIR; null when there is none, or only a month or a year. */
    static @Nullable LocalDate written(@Nullable String text) {
        return text == null || text.length() < DAY ? null : LocalDate.parse(text.substring(0, DAY));
    }

    /** As the rules read it: what was measured or done counts from its end, all else from its beginning. */
    private static @Nullable DateTimeType moment(Period period, Resource resource) {
        if (!ENDED.contains(resource.fhirType())) {
            return period.getStartElement();
        }
        if (period.getEndElement().hasValue()) {
            return period.getEndElement();
        }
        boolean isIssued = resource instanceof Observation result
                && result.getIssuedElement().hasValue();
        return isIssued ? null : period.getStartElement();
    }
}
