package org.calcinosiscds.order;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestPriority;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/** Writes draft orders as resources for the chart of one patient. */
public final class DraftOrders {
    /** The only targets R4 allows for ServiceRequest.reasonReference. */
    private static final Set<String> REASONS_OF_SERVICE =
            Set.of("Condition", "Observation", "DiagnosticReport", "DocumentReference");

    /** The only targets R4 allows for MedicationRequest.reasonReference. */
    private static final Set<String> REASONS_OF_MEDICATION = Set.of("Condition", "Observation");

    private final FhirContext context;

    public DraftOrders(FhirContext context) {
        this.context = context;
    }

    /**
     * A ServiceRequest or MedicationRequest in JSON.
     *
     * @param encounterId logical id of the encounter; null when there is none in context
     * @param authoredOn written to the second, with its offset
     */
    public String json(DraftOrder order, String patientId, @Nullable String encounterId, ZonedDateTime authoredOn) {
        return context.newJsonParser().encodeResourceToString(resource(order, patientId, encounterId, authoredOn));
    }

    /** The same as a resource. */
    public Resource resource(
            DraftOrder order, String patientId, @Nullable String encounterId, ZonedDateTime authoredOn) {
        Reference patient = new Reference("Patient/" + patientId);
        @Nullable Reference encounter = encounterId == null ? null : new Reference("Encounter/" + encounterId);
        DateTimeType authored = new DateTimeType(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(authoredOn.truncatedTo(ChronoUnit.SECONDS)));
        return order.kind() == DraftOrder.Kind.SERVICE_REQUEST
                ? service(order, patient, encounter, authored)
                : medication(order, patient, encounter, authored);
    }

    private static ServiceRequest service(
            DraftOrder order, Reference patient, @Nullable Reference encounter, DateTimeType authored) {
        ServiceRequest request = new ServiceRequest()
                .addInstantiatesCanonical(order.definition())
                .setStatus(ServiceRequestStatus.DRAFT)
                .setIntent(ServiceRequestIntent.ORDER)
                .setPriority(ServiceRequestPriority.fromCode(order.priority()))
                .setCode(order.code())
                .setSubject(patient)
                .setAuthoredOnElement(authored);
        if (encounter != null) {
            request.setEncounter(encounter);
        }
        if (order.due() != null) {
            request.setOccurrence(new DateTimeType(order.due()));
        }
        order.bodySites().forEach(request::addBodySite);
        reasons(order, REASONS_OF_SERVICE).forEach(request::addReasonReference);
        return request;
    }

    private static MedicationRequest medication(
            DraftOrder order, Reference patient, @Nullable Reference encounter, DateTimeType authored) {
        MedicationRequest request = new MedicationRequest()
                .addInstantiatesCanonical(order.definition())
                .setStatus(MedicationRequestStatus.DRAFT)
                .setIntent(MedicationRequestIntent.ORDER)
                .setPriority(MedicationRequestPriority.fromCode(order.priority()))
                .setMedication(order.code())
                .setSubject(patient)
                .setAuthoredOnElement(authored)
                .setDosageInstruction(List.copyOf(order.dosage()));
        if (encounter != null) {
            request.setEncounter(encounter);
        }
        reasons(order, REASONS_OF_MEDICATION).forEach(request::addReasonReference);
        return request;
    }

    private static Stream<Reference> reasons(DraftOrder order, Set<String> types) {
        return order.reasons().stream()
                .filter(reason -> types.contains(new IdType(reason).getResourceType()))
                .map(Reference::new);
    }
}
