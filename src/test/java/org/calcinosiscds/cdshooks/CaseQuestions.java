package org.calcinosiscds.cdshooks;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.cdshooks.request.FhirAuthorization;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;

/** The question that a call about a case comes to, for tests that ask without HTTP. */
public final class CaseQuestions {
    private static final ContextResources RESOURCES = new ContextResources(DataRequirements.EVERYTHING);

    private CaseQuestions() {}

    /** @param chart what the EHR holds, without the context of the hook */
    public static AssessmentRequest about(PatientCase patient, PatientBundle chart) {
        CdsRequest request = request(patient);
        ContextResources.RecordWithChanges changed = RESOURCES.addTo(chart, request);
        return new AssessmentRequest(
                patient.service(),
                changed.record(),
                patient.asOf(),
                patient.userType(),
                request.context().encounterId(),
                changed.changes());
    }

    /** The call of the hook, without prefetch. */
    static CdsRequest request(PatientCase patient) {
        // A context has a place in the call, by which it is known to be given.
        byte[] json =
                "{\"context\": %s}".formatted(Json.write(patient.hookContext())).getBytes(StandardCharsets.UTF_8);
        JsonValue context = Objects.requireNonNull(
                PatientRecords.guard().read(json, Set.of()).property("context"));
        return new CdsRequest(
                patient.hook(),
                "",
                null,
                FhirAuthorization.NONE,
                patient.patientId(),
                HookContextReader.read(new CallContext(context, PatientRecords.bundles()), patient.hook()),
                patient.asOf(),
                false,
                Map.of());
    }
}
