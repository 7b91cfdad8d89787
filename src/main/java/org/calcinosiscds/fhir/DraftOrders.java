package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes draft orders as ServiceRequests for the chart of one patient. */
@Component
public final class DraftOrders {
    /** The only targets R4 allows for ServiceRequest.reasonReference. */
    private static final Set<String> REASON_TYPES =
            Set.of("Condition", "Observation", "DiagnosticReport", "DocumentReference");

    private final FhirContext context;

    DraftOrders(FhirContext context) {
        this.context = context;
    }

    /**
     * A ServiceRequest in JSON.
     *
     * @param encounterId logical id of the encounter; null when there is none in context
     * @param authoredOn written to the second, in UTC
     */
    public String json(DraftOrder order, String patientId, @Nullable String encounterId, Instant authoredOn) {
        return context.newJsonParser().encodeResourceToString(resource(order, patientId, encounterId, authoredOn));
    }

    /** The same as a resource. */
    public Resource resource(DraftOrder order, String patientId, @Nullable String encounterId, Instant authoredOn) {
        ServiceRequest request = new ServiceRequest()
                .addInstantiatesCanonical(order.definition())
                .setStatus(ServiceRequestStatus.DRAFT)
                .setIntent(ServiceRequestIntent.ORDER)
                .setPriority(ServiceRequestPriority.fromCode(order.priority()))
                .setCode(order.code())
                .setSubject(new Reference("Patient/" + patientId))
                .setAuthoredOnElement(new DateTimeType(
                        authoredOn.truncatedTo(ChronoUnit.SECONDS).toString()));
        if (encounterId != null) {
            request.setEncounter(new Reference("Encounter/" + encounterId));
        }
        for (String reason : order.reasons()) {
            if (REASON_TYPES.contains(reason.replaceFirst("/.*", ""))) {
                request.addReasonReference(new Reference(reason));
            }
        }
        return request;
    }
}
