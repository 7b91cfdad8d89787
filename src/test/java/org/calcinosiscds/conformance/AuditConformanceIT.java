package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.calcinosiscds.audit.SampleDecision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AuditEvents are valid R4. */
@Tag("conformance")
class AuditConformanceIT {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    @Test
    void everyEventIsValid() {
        R4Validator validator = R4Validator.withoutContent();

        assertThat(SampleDecision.events(CONTEXT))
                .hasSize(2)
                .allSatisfy(event -> assertThat(validator.errors(event)).isEmpty());
        assertThat(validator.errors(SampleDecision.events(CONTEXT).get(0).replace("\"rest\"", "\"restless\"")))
                .isNotEmpty();
    }
}
