package org.calcinosiscds.cql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.UnsavedChanges;

/** The CQL parameters of an evaluation. */
final class EngineParameters {
    /** The name that guidelines of others give to the encounter of $apply. */
    private static final String ENCOUNTER = "encounter";

    /** The name that guidelines of others give to the prescriptions of the context. */
    private static final String PRESCRIPTIONS = "ContextPrescriptions";

    private EngineParameters() {}

    /** Settings of the site, and the parameters of {@code PatientRecord}, {@code HookContext}, {@code CardMerging}, and those of other guidelines. */
    static Map<String, Object> of(AssessmentRequest request, Map<String, Object> settings) {
        Map<String, Object> parameters = new HashMap<>(settings);
        if (request.userType() != null) {
            parameters.put("User Type", request.userType());
        }
        UnsavedChanges session = request.session();
        parameters.put("Draft Orders", session.drafts());
        if (!session.drafts().isEmpty()) {
            parameters.put(
                    PRESCRIPTIONS,
                    request.patient().ofType("MedicationRequest").stream()
                            .filter(each -> session.drafts().contains("MedicationRequest/" + each.getIdPart()))
                            .toList());
        }
        parameters.put("New Conditions", session.newConditions());
        if (request.encounterId() != null) {
            parameters.put("Current Encounter", "Encounter/" + request.encounterId());
            parameters.put(ENCOUNTER, "Encounter/" + request.encounterId());
        }
        if (session.selections() != null) {
            parameters.put("Selections", session.selections());
        }
        Set<String> notAvailable = request.patient().notAvailable();
        if (!notAvailable.isEmpty()) {
            parameters.put("Not Available Types", notAvailable.stream().sorted().toList());
        }
        parameters.putAll(request.answered().assessed());
        if (!request.answered().snoozed().isEmpty()) {
            parameters.put("Snoozed Problems", List.copyOf(request.answered().snoozed()));
        }
        return parameters;
    }
}
