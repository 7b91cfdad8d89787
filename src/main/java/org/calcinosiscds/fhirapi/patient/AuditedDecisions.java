package org.calcinosiscds.fhirapi.patient;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.calcinosiscds.assess.AssessedPatient;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.audit.Audit;
import org.calcinosiscds.audit.Decision;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.Assessment;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records the decisions of operations for the audit, as for hooks: also those without a recommendation. */
@Component
class AuditedDecisions {
    private final Audit audit;
    private final Clock clock;

    AuditedDecisions(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void note(HttpServletRequest request, String service, PatientResult result) {
        result.assessed()
                .ifPresent(assessed -> note(request, service, id(assessed), assessed.assessment(), null, null));
    }

    private static String id(AssessedPatient assessed) {
        return assessed.patient().patient().getIdPart();
    }

    /**
     * Notes one decision.
     *
     * @param user reference such as {@code Practitioner/1}; null when the request names none
     * @param encounterId logical id; null when none is named
     */
    void note(
            HttpServletRequest request,
            String service,
            String patientId,
            Assessment assessment,
            @Nullable String user,
            @Nullable String encounterId) {
        if (!audit.isEnabled()) {
            return;
        }
        String issuer = request.getAttribute(CdsClient.ATTRIBUTE) instanceof CdsClient client ? client.issuer() : "";
        audit.note(new Decision(
                clock.instant(),
                issuer,
                user,
                patientId,
                encounterId,
                service,
                "",
                assessment.rules(),
                assessment.recommendations().size(),
                assessment.knowledgeVersion()));
    }
}
