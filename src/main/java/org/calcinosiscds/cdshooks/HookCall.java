package org.calcinosiscds.cdshooks;

import java.util.List;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.PatientBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What may be logged of one call, gathered while it is answered.
 *
 * <p>A closed set: service, hook, hookInstance, counts, and for a refusal its code and place. Nothing of it is patient data.
 */
final class HookCall {
    /** Name of the request attribute that holds the call. */
    static final String ATTRIBUTE = "org.calcinosiscds.cdshooks.HookCall";

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

    void refused(List<OutcomeIssue> issues) {
        this.issue = issues.get(0);
    }

    void addTo(LoggingEventBuilder log) {
        if (service != null) {
            log.addKeyValue("service", service.id()).addKeyValue("hook", service.hook());
        }
        if (hookInstance != null) {
            log.addKeyValue("hookInstance", hookInstance);
        }
        if (patient != null && assessment != null) {
            log.addKeyValue("resources", patient.size())
                    .addKeyValue("dropped", patient.dropped())
                    .addKeyValue("rules", assessment.rules().size())
                    .addKeyValue("cards", cards);
        }
        if (issue != null) {
            log.addKeyValue("code", issue.code());
            if (issue.expression() != null) {
                log.addKeyValue("place", issue.expression());
            }
        }
    }
}
