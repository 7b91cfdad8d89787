package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Values of CQL as a person reads them: resources by reference, a result with value, unit and date. */
final class ExplainedValue {
    private static final int MAX_ELEMENTS = 5;
    private static final int LONGEST = 120;

    private ExplainedValue() {}

    static String text(@Nullable Object value) {
        if (value instanceof Resource resource) {
            return resource(resource);
        }
        if (value instanceof Iterable<?> list) {
            List<String> parts = new ArrayList<>();
            list.forEach(each -> parts.add(text(each)));
            int more = parts.size() - MAX_ELEMENTS;
            return "[" + String.join(", ", more > 0 ? parts.subList(0, MAX_ELEMENTS) : parts)
                    + (more > 0 ? " and " + more + " more" : "") + "]";
        }
        return String.valueOf(CqlValues.tree(value));
    }

    /** The same, of a long value its begin. */
    static String shortText(@Nullable Object value) {
        String text = text(value);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String resource(Resource resource) {
        String reference = resource.fhirType() + "/" + resource.getIdPart();
        if (resource instanceof Observation result && result.getValue() instanceof Quantity quantity) {
            return "%s %s %s %s"
                    .formatted(
                            reference,
                            quantity.getValue(),
                            quantity.getUnit(),
                            result.hasEffectiveDateTimeType()
                                    ? result.getEffectiveDateTimeType().getValueAsString()
                                    : "");
        }
        return reference;
    }
}
