package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.cdshooks.prefetch.IncompleteRecordException;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.cdshooks.request.CdsRequest.HookContext;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.order.DraftNames;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts what the user is writing beside what the chart holds. As in the prefetch, what is another patient's is left out and counted.
 */
@Component
class ContextResources {
    private final BundleReader reader;
    private final DataRequirements requirements;

    ContextResources(BundleReader reader, DataRequirements requirements) {
        this.reader = reader;
        this.requirements = requirements;
    }

    /** The record with what is being written in it, and which resources those are. */
    record Unsaved(PatientBundle record, UnsavedChanges session) {}

    /**
     * @throws RequestException with 400 when a Bundle says that it could not be read, or a selection is in no draft
     * @throws IncompleteRecordException when what is being written is not understood, or nobody can tell of which patient it is
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    Unsaved addTo(PatientBundle chart, CdsRequest request) {
        HookContext context = request.context();
        ReceivedBundle drafts = read(context.draftOrders());
        ReceivedBundle conditions = read(context.conditions());
        Set<String> unnamed = named(drafts);
        named(conditions);
        List<ReceivedResource> all = new ArrayList<>(drafts.resources());
        all.addAll(conditions.resources());
        PatientRecord unsaved = new PatientCompartment(context.patientId(), request.fhirServer())
                .record(
                        List.of(new ReceivedResource(chart.patient())),
                        all.stream()
                                .filter(each -> !(each.resource() instanceof Patient))
                                .toList(),
                        requirements)
                .orElseThrow();
        if (!unsaved.missing().isEmpty()) {
            throw new IncompleteRecordException(unsaved.missing());
        }
        List<Resource> kept = unsaved.bundle().byType().values().stream()
                .flatMap(List::stream)
                .filter(resource -> !(resource instanceof Patient))
                .toList();
        Set<String> notAvailable = new HashSet<>(chart.notAvailable());
        notAvailable.addAll(unsaved.bundle().notAvailable());
        List<String> references = references(drafts, kept);
        return new Unsaved(
                chart.with(kept, unsaved.bundle().dropped()).withoutTypes(notAvailable),
                new UnsavedChanges(
                        references,
                        selections(context, drafts, references),
                        references(conditions, kept).stream()
                                .filter(reference -> reference.startsWith("Condition/"))
                                .toList(),
                        unnamed));
    }

    private static @Nullable List<String> selections(
            HookContext context, ReceivedBundle drafts, List<String> references) {
        List<String> selections = context.selections();
        if (selections == null) {
            return null;
        }
        Set<String> received = drafts.resources().stream()
                .map(each -> DraftNames.reference(each.resource()))
                .collect(Collectors.toSet());
        drafts.passedOver().forEach(each -> received.add(String.valueOf(each.reference())));
        for (int i = 0; i < selections.size(); i++) {
            if (!received.contains(selections.get(i))) {
                String place = "context.selections[" + i + "]";
                throw RequestException.badRequest(
                        place, "Field '%s' names no order of 'context.draftOrders'.".formatted(place));
            }
        }
        return selections.stream().filter(references::contains).distinct().toList();
    }

    private ReceivedBundle read(@Nullable JsonValue bundle) {
        if (bundle == null) {
            return ReceivedBundle.EMPTY;
        }
        ReceivedBundle received = reader.read(bundle);
        if (received.failed()) {
            throw RequestException.badRequest(
                    bundle.place(),
                    "Field '%s' held an OperationOutcome in place of the data.".formatted(bundle.place()));
        }
        return received;
    }

    private static Set<String> named(ReceivedBundle bundle) {
        List<Resource> resources =
                bundle.resources().stream().map(ReceivedResource::resource).toList();
        Set<String> taken = resources.stream()
                .filter(resource -> resource.getIdPart() != null)
                .map(DraftNames::reference)
                .collect(Collectors.toSet());
        return DraftNames.give(resources, taken);
    }

    private static List<String> references(ReceivedBundle bundle, List<Resource> kept) {
        return bundle.resources().stream()
                .map(ReceivedResource::resource)
                .filter(kept::contains)
                .map(DraftNames::reference)
                .distinct()
                .toList();
    }
}
