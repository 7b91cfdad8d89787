package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.fhir.PatientLinks;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Selects the resources of one patient: only those that certainly belong to the patient, so that no other patient's results count. */
public final class PatientCompartment {
    private final String patientId;
    private final @Nullable String fhirServer;

    /**
     * @param patientId logical id of the patient
     * @param fhirServer base URL that absolute references must have; null to accept any base URL
     */
    public PatientCompartment(String patientId, @Nullable String fhirServer) {
        this.patientId = patientId;
        this.fhirServer = fhirServer == null ? null : LiteralReference.base(fhirServer);
    }

    /** Whether the resource is the Patient of this compartment. */
    public boolean isPatient(Resource resource) {
        return resource instanceof Patient && patientId.equals(resource.getIdPart());
    }

    /**
     * Whether the resource certainly belongs to another patient or to something else. False when a reference cannot be resolved.
     */
    public boolean isOfAnother(ReceivedResource received) {
        if (received.resource() instanceof Patient) {
            return !isPatient(received.resource());
        }
        PatientLinks links = PatientLinks.of(received.resource());
        return switch (links.kind()) {
            case OF_NO_PATIENT -> false;
            case OTHER -> true;
            case OF_A_PATIENT ->
                !links.references().isEmpty() && links.references().stream().allMatch(this::isToAnother);
        };
    }

    private boolean isToAnother(Reference reference) {
        LiteralReference literal = LiteralReference.of(reference.getReference());
        return literal != null && !literal.isUrn() && !literal.relative().equals("Patient/" + patientId);
    }

    /**
     * The resources of the patient that are understood, each once and in its latest version.
     *
     * @return empty when the patient is not among the resources
     */
    public Optional<PatientBundle> bundle(List<ReceivedResource> received) {
        return record(received, DataRequirements.EVERYTHING).map(PatientRecord::bundle);
    }

    /**
     * The record of the patient.
     *
     * @param received all from one server
     * @param requirements what the rules read; a resource of that which may be the patient's, but does not say so, is a gap
     * @return empty when the Patient is not among the resources
     */
    public Optional<PatientRecord> record(List<ReceivedResource> received, DataRequirements requirements) {
        return record(received, List.of(), requirements);
    }

    /** The same with unsaved resources. */
    public Optional<PatientRecord> record(
            List<ReceivedResource> received, List<ReceivedResource> unsaved, DataRequirements requirements) {
        PatientPartition sorted =
                PatientPartition.of(onOneServer(received), onOneServer(unsaved), requirements, fhirServer);
        List<DataGap> gapOfUnassigned = sorted.unassigned().stream()
                .filter(each -> !isOfAnother(each)
                        && requirements.readsType(each.resource().fhirType())
                        && (each.error() != null || requirements.readsCodesOf(each.resource())))
                .map(PatientCompartment::gapOfUnassigned)
                .toList();
        return sorted.records().stream()
                .filter(record -> isPatient(record.bundle().patient()))
                .findFirst()
                .map(record -> {
                    List<DataGap> gaps = new ArrayList<>(record.gaps());
                    gaps.addAll(gapOfUnassigned);
                    int dropped =
                            received.size() + unsaved.size() - record.bundle().size();
                    return new PatientRecord(
                            record.location(),
                            record.bundle().with(List.of(), Math.max(0, dropped)),
                            record.errors(),
                            gaps,
                            record.unused());
                });
    }

    private static DataGap gapOfUnassigned(ReceivedResource each) {
        OutcomeIssue issue = each.error() != null
                ? each.error().issue()
                : new OutcomeIssue(
                        "required",
                        "Found %s at %s that does not say whose it is, expected a reference to the Patient."
                                .formatted(article(each.resource().fhirType()), each.location()),
                        each.location());
        return new DataGap(DataGap.Cause.NOT_UNDERSTOOD, each.resource().fhirType(), issue);
    }

    private static String article(String type) {
        return ("AEIOU".indexOf(type.charAt(0)) < 0 ? "a " : "an ") + type;
    }

    /** Removes the server from fullUrls: an EHR may use two names for its server, and all resources of a hook call come from one server. */
    private List<ReceivedResource> onOneServer(List<ReceivedResource> received) {
        return received.stream()
                .map(each -> {
                    LiteralReference fullUrl = LiteralReference.of(each.fullUrl());
                    if (fullUrl == null || fullUrl.isUrn()) {
                        return each;
                    }
                    if (each.resource().getIdPart() == null) {
                        each.resource().setId(fullUrl.id());
                    }
                    return each.withoutUrl();
                })
                .toList();
    }
}
