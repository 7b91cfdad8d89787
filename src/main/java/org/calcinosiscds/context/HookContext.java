package org.calcinosiscds.context;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.order.DraftNames;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the user of an EHR is doing when the hook is called, as far as the request says it.
 *
 * @param location of the context in the request; empty when there was none
 * @param drafts orders being written; null when they are those resources of the record that have status draft
 * @param selections of the drafts those just picked; null when all drafts are judged
 * @param conditions problems being added
 * @param skipped references of drafts that no rule reads: a selection may name them
 * @param unnamed drafts that came without an id, under the reference they were given
 * @param encounterId logical id of the current encounter; null when it was not named
 * @param userType resource type of the user; null when it was not named
 */
public record HookContext(
        String location,
        @Nullable List<ReceivedResource> drafts,
        @Nullable List<Selection> selections,
        List<ReceivedResource> conditions,
        Set<String> skipped,
        Set<String> unnamed,
        @Nullable String encounterId,
        @Nullable String userType) {
    /** No context. */
    public static final HookContext NONE = new HookContext("", null, null, List.of(), Set.of(), Set.of(), null, null);

    /** A reference to a draft, such as {@code MedicationRequest/1}. */
    public record Selection(String location, String reference) {}

    public boolean isGiven() {
        return !location.isEmpty();
    }

    /** References of the drafts in a Bundle that no rule reads. */
    public static Set<String> skipped(ReceivedBundle drafts) {
        return drafts.passedOver().stream()
                .flatMap(each -> Stream.ofNullable(each.reference()))
                .collect(Collectors.toSet());
    }

    /** The resources that are not in the record yet. */
    public List<ReceivedResource> unsaved() {
        return Stream.concat(drafts == null ? Stream.of() : drafts.stream(), conditions.stream())
                .toList();
    }

    /**
     * The part of it that belongs to this patient.
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
        return "HookContext";
    }
}
