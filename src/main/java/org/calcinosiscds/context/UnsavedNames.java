package org.calcinosiscds.context;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * Names what is not saved yet: a draft by what is ordered and why, a new problem by what it is. The id that they have before they are
 * saved is another one each time, or the same one for something else.
 */
public final class UnsavedNames {
    private UnsavedNames() {}

    /** @param patient the record with what is unsaved in it */
    public static TriggerNames of(PatientBundle patient, UnsavedChanges session) {
        Map<String, String> names = new HashMap<>();
        RecordConcepts concepts = new RecordConcepts(patient);
        Stream.concat(session.drafts().stream(), session.newConditions().stream())
                .forEach(reference -> names.put(reference, name(concepts.resource(reference), concepts)));
        return new TriggerNames(Map.copyOf(names));
    }

    private static String name(@Nullable Resource unsaved, RecordConcepts concepts) {
        if (unsaved instanceof MedicationRequest request) {
            return name(
                    "MedicationRequest",
                    concepts.medicine(request),
                    concepts.reasons(request, request.getReasonCode(), request.getReasonReference()));
        }
        if (unsaved instanceof ServiceRequest request) {
            return name(
                    "ServiceRequest",
                    concepts.withSites(request.getCode(), request.getBodySite()),
                    concepts.reasons(request, request.getReasonCode(), request.getReasonReference()));
        }
        if (unsaved instanceof Condition condition) {
            return name("Condition", concepts.withSites(condition.getCode(), condition.getBodySite()), Set.of());
        }
        return unlikeAnyOther();
    }

    private static String name(String type, Set<String> what, Set<String> why) {
        return what.isEmpty() ? unlikeAnyOther() : "unsaved " + type + " " + what + " for " + why;
    }

    /** For a resource without a code: it is never taken for one that was answered before. */
    private static String unlikeAnyOther() {
        return UUID.randomUUID().toString();
    }
}
