package org.calcinosiscds.order;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZonedDateTime;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is prepared reads as HAPI would write it for each patient. */
class DraftOrdersTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-21T09:00:00.5+05:30");

    private final DraftOrders drafts = new DraftOrders(FHIR);
    private final CodeableConcept code = new CodeableConcept().setText("Calcium \"total\"");

    @Test
    void draftsOfOnePatientHoldNothingOfAnother() {
        for (DraftOrder.Kind kind : DraftOrder.Kind.values()) {
            for (String due : new String[] {null, "2026-12-05", "2026-12"}) {
                for (List<String> reasons : List.of(
                        List.<String>of(),
                        List.of("Condition/1"),
                        List.of("Observation/a.b-c", "Patient/1", "Condition/2", "DiagnosticReport/3"),
                        List.of("Condition/1/_history/2", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"))) {
                    DraftOrder order = order(code, kind, due, List.of(), reasons);
                    same(order, "p1", "e1");
                    same(order, "p2", "e2");
                    same(order, "p3", null);
                    same(order, "0-encounter-0", "0-reason-0");
                    same(order, "quoted\"and\\", "e");
                }
            }
        }
    }

    @Test
    void sitesOfTheBodyAreThoseOfTheRecord() {
        for (String site : List.of("left hand", "right hand")) {
            same(
                    order(
                            code,
                            DraftOrder.Kind.SERVICE_REQUEST,
                            null,
                            List.of(new CodeableConcept().setText(site)),
                            List.of()),
                    "p",
                    null);
        }
    }

    @Test
    void changedOrderIsWrittenAnew() {
        for (String text : List.of("Calcium", "Phosphate")) {
            DraftOrder order = order(
                    new CodeableConcept().setText(text),
                    DraftOrder.Kind.MEDICATION_REQUEST,
                    null,
                    List.of(),
                    List.of());
            same(order, "p", "e");
            assertThat(drafts.json(order, "p", "e", NOW)).contains(text);
        }
    }

    private void same(DraftOrder order, String patientId, @Nullable String encounterId) {
        assertThat(drafts.json(order, patientId, encounterId, NOW))
                .isEqualTo(FHIR.newJsonParser()
                        .encodeResourceToString(drafts.resource(order, patientId, encounterId, NOW)));
    }

    private static DraftOrder order(
            CodeableConcept code,
            DraftOrder.Kind kind,
            @Nullable String due,
            List<CodeableConcept> sites,
            List<String> reasons) {
        return new DraftOrder(
                "https://example.org/ActivityDefinition/x|1",
                kind,
                "x",
                code,
                List.of(new Dosage().setText("daily")),
                "routine",
                due,
                sites,
                reasons);
    }
}
