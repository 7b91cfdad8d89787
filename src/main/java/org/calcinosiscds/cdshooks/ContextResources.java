package org.calcinosiscds.cdshooks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.cdshooks.prefetch.IncompleteRecordException;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.context.HookContext;
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
 * Adds what the user is writing to the record of the patient. As in the prefetch, resources of other patients are left out and counted.
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
     * @throws IncompleteRecordException when a resource that is being written is not understood, or does not say which patient it belongs to
     * @throws org.calcinosiscds.outcome.RejectedInputException when an entry is no resource of FHIR R4
     */
    Unsaved addTo(PatientBundle chart, CdsRequest request) {
        CdsRequest.HookContext given = request.context();
        ReceivedBundle drafts = read(given.draftOrders());
        ReceivedBundle conditions = read(given.conditions());
        Set<String> unnamed = named(drafts);
        named(conditions);
        PatientRecord unsaved = new PatientCompartment(given.patientId(), request.fhirServer())
                .record(
                        List.of(new ReceivedResource(chart.patient())),
                        Stream.concat(drafts.resources().stream(), conditions.resources().stream())
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
        PatientBundle record = chart.with(kept, unsaved.bundle().dropped()).withoutTypes(notAvailable);
        HookContext context = new HookContext(
                "context",
                given.draftOrders() == null ? null : drafts.resources(),
                selections(given),
                conditions.resources(),
                HookContext.skipped(drafts),
                unnamed,
                given.encounterId(),
                given.userType());
        return new Unsaved(record, context.session(record, request.hook()));
    }

    private static @Nullable List<HookContext.Selection> selections(CdsRequest.HookContext context) {
        List<String> selections = context.selections();
        return selections == null
                ? null
                : IntStream.range(0, selections.size())
                        .mapToObj(index ->
                                new HookContext.Selection("context.selections[" + index + "]", selections.get(index)))
                        .toList();
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
}
