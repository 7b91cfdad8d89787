package org.calcinosiscds.cql.parameters;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Values of FHIR in one line, for people; what has no short form is named by its type. */
final class FhirText {
    private FhirText() {}

    static String of(Base value) {
        if (value.isPrimitive()) {
            return String.valueOf(value.primitiveValue());
        }
        if (value instanceof Resource resource) {
            return resource.fhirType() + "/" + resource.getIdPart();
        }
        if (value instanceof Coding coding) {
            return joined("|", coding.getSystem(), coding.getCode());
        }
        if (value instanceof CodeableConcept concept) {
            return concept.getCoding().isEmpty()
                    ? joined("", concept.getText())
                    : concept.getCoding().stream().map(FhirText::of).collect(Collectors.joining(", "));
        }
        if (value instanceof Quantity quantity) {
            @Nullable
            String number =
                    quantity.getValue() == null ? null : quantity.getValue().toPlainString();
            return joined(" ", number, quantity.getUnit() == null ? quantity.getCode() : quantity.getUnit());
        }
        if (value instanceof Period period) {
            return joined(
                    " to ",
                    period.getStartElement().getValueAsString(),
                    period.getEndElement().getValueAsString());
        }
        return value.fhirType();
    }

    private static String joined(String separator, @Nullable String... parts) {
        return Stream.of(parts).filter(part -> part != null).collect(Collectors.joining(separator));
    }
}
