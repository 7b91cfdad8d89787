package org.calcinosiscds.cdshooks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.cdshooks.CdsRequest.HookContext;
import org.calcinosiscds.decision.Session;
import org.calcinosiscds.fhir.BundleReader;
import org.calcinosiscds.fhir.DraftNames;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.PatientBundle;
import org.calcinosiscds.fhir.PatientCompartment;
import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.fhir.ReceivedResource;
import org.calcinosiscds.http.RefusedRequestException;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts what the user is writing beside what the chart holds. As in the prefetch, what is not this patient's is left out and counted.
 */
@Component
class ContextResources {
    private final BundleReader reader;

    ContextResources(BundleReader reader) {
        this.reader = reader;
    }

    /** The record with what is being written in it, and which resources those are. */
    record Unsaved(PatientBundle record, Session session) {}

    /**
     * @throws RefusedRequestException with 400 when a Bundle says that it could not be read, or a selection is in no draft
     * @throws org.calcinosiscds.fhir.RejectedInputException when an entry is no resource of FHIR R4
     */
    Unsaved addTo(PatientBundle chart, CdsRequest request) {
        HookContext context = request.context();
        PatientCompartment compartment = new PatientCompartment(context.patientId(), request.fhirServer());
        Kept drafts = kept(context.draftOrders(), compartment);
        Kept conditions = kept(context.conditions(), compartment);
        List<Resource> all = new ArrayList<>(drafts.resources);
        all.addAll(conditions.resources);
        return new Unsaved(
                chart.with(all, drafts.dropped + conditions.dropped),
                new Session(
                        drafts.references(),
                        selections(context, drafts),
                        conditions.references().stream()
                                .filter(reference -> reference.startsWith("Condition/"))
                                .toList(),
                        drafts.unnamed));
    }

    private static @Nullable List<String> selections(HookContext context, Kept drafts) {
        List<String> selections = context.selections();
        if (selections == null) {
            return null;
        }
        for (int i = 0; i < selections.size(); i++) {
            if (!drafts.received.contains(selections.get(i))) {
                String place = "context.selections[" + i + "]";
                throw RefusedRequestException.badRequest(
                        place, "Field '%s' names no order of 'context.draftOrders'.".formatted(place));
            }
        }
        List<String> references = drafts.references();
        return selections.stream().filter(references::contains).distinct().toList();
    }

    private Kept kept(@Nullable JsonValue bundle, PatientCompartment compartment) {
        Kept kept = new Kept();
        if (bundle == null) {
            return kept;
        }
        ReceivedBundle received = reader.read(bundle);
        if (received.failed()) {
            throw RefusedRequestException.badRequest(
                    bundle.place(),
                    "Field '%s' held an OperationOutcome in place of the data.".formatted(bundle.place()));
        }
        for (ReceivedResource each : received.resources()) {
            kept.add(each, compartment);
        }
        kept.unnamed = DraftNames.give(kept.resources, kept.received);
        return kept;
    }

    /** What one Bundle of the context comes to. */
    private static final class Kept {
        final List<Resource> resources = new ArrayList<>();
        final Set<String> received = new HashSet<>();
        Set<String> unnamed = Set.of();
        int dropped;

        void add(ReceivedResource each, PatientCompartment compartment) {
            Resource resource = each.resource();
            if (resource.getIdPart() != null) {
                received.add(DraftNames.reference(resource));
            }
            if (!compartment.holds(each)) {
                dropped++;
            } else if (!(resource instanceof Patient)) { // The Patient is the one of the chart.
                resources.add(resource);
            }
        }

        List<String> references() {
            return resources.stream().map(DraftNames::reference).distinct().toList();
        }
    }
}
