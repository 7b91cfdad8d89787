package org.calcinosiscds.cdshooks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.PatientBundle;
import org.calcinosiscds.http.Call;
import org.jspecify.annotations.Nullable;

/**
 * What may be logged of one call, gathered while it is answered.
 *
 * <p>A closed set: service, hook, hookInstance, counts, and for a refusal its code and place. Nothing of it is patient data.
 */
final class HookCall implements Call {
    private @Nullable DecisionService service;
    private @Nullable String hookInstance;
    private @Nullable PatientBundle patient;
    private @Nullable Assessment assessment;
    private @Nullable OutcomeIssue issue;
    private int cards;

    void service(DecisionService service) {
        this.service = service;
    }

    /** @param hookInstance a UUID; anything else could be anything */
    void hookInstance(String hookInstance) {
        this.hookInstance = hookInstance;
    }

    void answered(PatientBundle patient, Assessment assessment, int cards) {
        this.patient = patient;
        this.assessment = assessment;
        this.cards = cards;
    }

    @Override
    public void refused(List<OutcomeIssue> issues) {
        this.issue = issues.get(0);
    }

    /** Keys and values for the log, as far as the call came. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (service != null) {
            fields.put("service", service.id());
            fields.put("hook", service.hook());
        }
        if (hookInstance != null) {
            fields.put("hookInstance", hookInstance);
        }
        if (patient != null && assessment != null) {
            fields.put("resources", patient.size());
            fields.put("dropped", patient.dropped());
            fields.put("rules", assessment.rules().size());
            fields.put("cards", cards);
        }
        if (issue != null) {
            fields.put("code", issue.code());
            if (issue.expression() != null) {
                fields.put("place", issue.expression());
            }
        }
        return fields;
    }
}
