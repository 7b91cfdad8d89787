package org.calcinosiscds.context;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.order.DraftNames;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the user of an EHR is doing when the hook is called, as far as the request says it.
 *
 * @param location where the context stands in the request; empty when there is none
 * @param drafts orders being written; null when they are those resources of the record that have status draft
 * @param selections the drafts that were just selected; null when all drafts are judged
 * @param conditions problems being added
 * @param skipped references of drafts that no rule reads: a selection may name them
 * @param unnamed references that this service gave to drafts without an id
 * @param encounterId logical id of the current encounter; null when the context does not name it
 * @param user reference of the user, such as {@code Practitioner/1}; null when the context does not name one
 */
public record HookContext(
        String location,
        @Nullable List<ReceivedResource> drafts,
        @Nullable List<Selection> selections,
        List<ReceivedResource> conditions,
        Set<String> skipped,
        Set<String> unnamed,
        @Nullable String encounterId,
        @Nullable String user) {
    /** No context. */
    public static final HookContext NONE = new HookContext("", null, null, List.of(), Set.of(), Set.of(), null, null);

    /** A reference to a draft, such as {@code MedicationRequest/1}. */
    public record Selection(String location, String reference) {}

    public boolean isGiven() {
        return !location.isEmpty();
    }

    /** Resource type of the user, such as {@code Practitioner}; null when the context does not name one. */
    public @Nullable String userType() {
        return user == null ? null : new IdType(user).getResourceType();
    }

    /** The resources that are not in the record yet. */
    public List<ReceivedResource> unsaved() {
        return Stream.concat(drafts == null ? Stream.of() : drafts.stream(), conditions.stream())
                .toList();
    }

    /**
     * The record of a patient with the unsaved resources that are of the same patient. Those of other patients are left out and counted.
     *
     * @param requirements what the rules read: an unsaved resource of that which is not understood is missing from the record
     */
    public PatientRecord addTo(PatientBundle chart, PatientCompartment compartment, DataRequirements requirements) {
        PatientRecord ofPatient = compartment
                .record(List.of(new ReceivedResource(chart.patient())), unsaved(), requirements)
                .orElseThrow();
        PatientBundle added = ofPatient.bundle();
        List<Resource> resources = added.byType().values().stream()
                .flatMap(List::stream)
                .filter(resource -> !(resource instanceof Patient))
                .toList();
        Set<String> notAvailable = new HashSet<>(chart.notAvailable());
        notAvailable.addAll(added.notAvailable());
        return new PatientRecord(
                ofPatient.location(),
                chart.with(resources, added.dropped()).withoutTypes(notAvailable),
                ofPatient.errors(),
                ofPatient.gaps(),
                ofPatient.unused());
    }

    /**
     * The changes that belong to this patient.
     *
     * @param patient the record with what is unsaved in it
     * @throws RequestException with 400 when a selection is in no draft
     */
    public UnsavedChanges session(PatientBundle patient, String hook) {
        if (!isGiven() && !ContextFields.ORDER_HOOKS.contains(hook)) {
            return UnsavedChanges.NONE;
        }
        List<String> ofPatient = drafts == null
                ? (ContextFields.ORDER_HOOKS.contains(hook) ? draftsIn(patient) : List.of())
                : references(drafts, patient);
        return new UnsavedChanges(
                ofPatient,
                selections == null ? null : selected(selections, ofPatient),
                references(conditions, patient).stream()
                        .filter(reference -> reference.startsWith("Condition/"))
                        .toList(),
                unnamed);
    }

    /** The current encounter: the one that the context names, else the only Encounter of the record; null when there are several. */
    @Nullable
    public String encounterOf(PatientBundle patient) {
        if (encounterId != null) {
            return encounterId;
        }
        List<Resource> encounters = patient.ofType("Encounter");
        return encounters.size() == 1 ? encounters.get(0).getIdPart() : null;
    }

    /** Whether a resource of the context is in the record, being this patient's. */
    public static boolean isIn(PatientBundle patient, ReceivedResource each) {
        return patient.ofType(each.resource().fhirType()).contains(each.resource());
    }

    private List<String> selected(List<Selection> all, List<String> ofPatient) {
        for (Selection each : all) {
            boolean isDraft = drafts == null
                    ? ofPatient.contains(each.reference)
                    : skipped.contains(each.reference)
                            || drafts.stream()
                                    .anyMatch(draft -> DraftNames.reference(draft.resource())
                                            .equals(each.reference));
            if (!isDraft) {
                throw RequestException.badRequest(each.location, "The selection names no draft order.");
            }
        }
        return all.stream()
                .map(Selection::reference)
                .filter(ofPatient::contains)
                .distinct()
                .toList();
    }

    private static List<String> references(List<ReceivedResource> unsaved, PatientBundle patient) {
        return unsaved.stream()
                .filter(each -> isIn(patient, each))
                .map(each -> DraftNames.reference(each.resource()))
                .distinct()
                .toList();
    }

    private static List<String> draftsIn(PatientBundle patient) {
        return patient.byType().values().stream()
                .flatMap(List::stream)
                .filter(HookContext::isDraft)
                .map(DraftNames::reference)
                .toList();
    }

    private static boolean isDraft(Resource resource) {
        Property status = resource.getNamedProperty("status");
        return status != null && status.getValues().stream().anyMatch(value -> "draft".equals(value.primitiveValue()));
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Context of a hook";
    }
}
