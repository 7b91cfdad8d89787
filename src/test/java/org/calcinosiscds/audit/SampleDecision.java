package org.calcinosiscds.audit;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;

/** A decision, and the event of it, for tests. */
public final class SampleDecision {
    private SampleDecision() {}

    static Decision about(String patientId) {
        return new Decision(
                Instant.parse("2026-11-21T09:00:00Z"),
                "https://ehr.example.org",
                "Practitioner/dr1",
                patientId,
                "e1",
                "calcinosis-patient-view",
                "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                List.of("CC-010", "CC-013"),
                1,
                "0.1.0");
    }

    /** Events that differ in what they need not have. */
    public static List<String> events(FhirContext context) {
        AuditEvents events = new AuditEvents(context);
        return List.of(
                events.json(about("p1")),
                events.json(new Decision(
                        Instant.parse("2026-11-21T09:00:00.123Z"),
                        "",
                        null,
                        "p1",
                        null,
                        "calcinosis-patient-view",
                        "",
                        List.of(),
                        0,
                        "0.1.0")));
    }
}
