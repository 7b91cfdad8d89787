package org.calcinosiscds.order;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
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
    private final PreparedDrafts prepared = new PreparedDrafts();

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
        return prepared.json(
                order,
                variables(order, patientId, encounterId, authoredOn),
                each -> context.newJsonParser().encodeResourceToString(resource(order, each)));
    }

    /** The same as a resource. */
    public Resource resource(
            DraftOrder order, String patientId, @Nullable String encounterId, ZonedDateTime authoredOn) {
        return resource(order, variables(order, patientId, encounterId, authoredOn));
    }

    private static PreparedDrafts.Variables variables(
            DraftOrder order, String patientId, @Nullable String encounterId, ZonedDateTime authoredOn) {
        boolean isService = order.kind() == DraftOrder.Kind.SERVICE_REQUEST;
        Set<String> types = isService ? REASONS_OF_SERVICE : REASONS_OF_MEDICATION;
        return new PreparedDrafts.Variables(
                patientId,
                encounterId,
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(authoredOn.truncatedTo(ChronoUnit.SECONDS)),
                isService ? order.due() : null,
                order.reasons().stream()
                        .filter(reason -> types.contains(String.valueOf(new IdType(reason).getResourceType())))
                        .toList());
    }

    private static Resource resource(DraftOrder order, PreparedDrafts.Variables variables) {
        return order.kind() == DraftOrder.Kind.SERVICE_REQUEST
                ? service(order, variables)
                : medication(order, variables);
    }

    private static ServiceRequest service(DraftOrder order, PreparedDrafts.Variables variables) {
        ServiceRequest request = new ServiceRequest()
                .addInstantiatesCanonical(order.definition())
                .setStatus(ServiceRequestStatus.DRAFT)
                .setIntent(ServiceRequestIntent.ORDER)
                .setPriority(ServiceRequestPriority.fromCode(order.priority()))
                .setCode(order.code())
                .setSubject(new Reference("Patient/" + variables.patientId()))
                .setAuthoredOnElement(new DateTimeType(variables.authoredOn()));
        if (variables.encounterId() != null) {
            request.setEncounter(new Reference("Encounter/" + variables.encounterId()));
        }
        if (variables.due() != null) {
            request.setOccurrence(new DateTimeType(variables.due()));
        }
        order.bodySites().forEach(request::addBodySite);
        variables.reasons().stream().map(Reference::new).forEach(request::addReasonReference);
        return request;
    }

    private static MedicationRequest medication(DraftOrder order, PreparedDrafts.Variables variables) {
        MedicationRequest request = new MedicationRequest()
                .addInstantiatesCanonical(order.definition())
                .setStatus(MedicationRequestStatus.DRAFT)
                .setIntent(MedicationRequestIntent.ORDER)
                .setPriority(MedicationRequestPriority.fromCode(order.priority()))
                .setMedication(order.code())
                .setSubject(new Reference("Patient/" + variables.patientId()))
                .setAuthoredOnElement(new DateTimeType(variables.authoredOn()))
                .setDosageInstruction(List.copyOf(order.dosage()));
        if (variables.encounterId() != null) {
            request.setEncounter(new Reference("Encounter/" + variables.encounterId()));
        }
        variables.reasons().stream().map(Reference::new).forEach(request::addReasonReference);
        return request;
    }
}
