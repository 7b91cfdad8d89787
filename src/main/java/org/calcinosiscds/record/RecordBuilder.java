package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Builds the record of one patient: each resource once, and the errors of the others. */
final class RecordBuilder {
    private final String location;
    private final DataRequirements requirements;
    private final Map<String, List<ReceivedResource>> versions = new LinkedHashMap<>();
    private final List<ReceivedResource> unsaved = new ArrayList<>();
    private final List<OutcomeIssue> errors = new ArrayList<>();
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<OutcomeIssue> unused = new ArrayList<>();
    private final Set<String> notWhole = new TreeSet<>();

    /** @param location location of the Patient */
    RecordBuilder(String location, DataRequirements requirements) {
        this.location = location;
        this.requirements = requirements;
    }

    /** @param key identity of the resource: resources with the same key are versions of one resource */
    void add(String key, ReceivedResource each) {
        if (each.error() != null && !(each.resource() instanceof Patient)) {
            leaveOut(each, each.error());
            return;
        }
        if (each.error() != null) {
            errors.add(each.error().issue());
        }
        versions.computeIfAbsent(key, name -> new ArrayList<>()).add(each);
    }

    /** @param key not used: an unsaved resource replaces the saved one with its type and id */
    void addUnsaved(String key, ReceivedResource each) {
        if (each.error() == null) {
            unsaved.add(each);
        } else {
            leaveOut(each, each.error());
        }
    }

    private void leaveOut(ReceivedResource each, RejectedInputException error) {
        String type = each.resource().fhirType();
        notWhole.add(type);
        if (error.kind() == Kind.MODIFIED) {
            unused.add(error.issue());
        } else {
            gaps.add(new DataGap(DataGap.Cause.NOT_UNDERSTOOD, type, error.issue()));
        }
    }

    /** Whether a resource of this patient refers to the resource with that key. */
    boolean refersTo(String key, BundleReferences references) {
        return Stream.concat(versions.values().stream().flatMap(List::stream), unsaved.stream())
                .anyMatch(each -> references.targets(each).contains(key));
    }

    /** The latest version. Two versions that differ without saying which is the later are an error, whatever their order. */
    private Resource latest(List<ReceivedResource> all) {
        if (all.size() == 1) {
            return all.get(0).resource();
        }
        Resource latest = all.stream()
                .map(ReceivedResource::resource)
                .reduce(ResourceVersion::later)
                .orElseThrow();
        all.stream()
                .filter(each -> !ResourceVersion.isOrdered(latest, each.resource())
                        && (isRead(latest) || isRead(each.resource())))
                .findFirst()
                .ifPresent(each -> errors.add(new OutcomeIssue(
                        "multiple-matches",
                        "Found a %s twice with different content, expected one, or versions that say which is the later."
                                .formatted(latest.fhirType()),
                        each.location())));
        return latest;
    }

    private boolean isRead(Resource resource) {
        return requirements.readsType(resource.fhirType()) && requirements.readsCodesOf(resource);
    }

    PatientRecord record() {
        Map<String, List<Resource>> byType = new LinkedHashMap<>();
        for (List<ReceivedResource> all : versions.values()) {
            Resource resource = latest(all);
            byType.computeIfAbsent(resource.fhirType(), type -> new ArrayList<>())
                    .add(resource);
        }
        Patient patient = (Patient) byType.getOrDefault("Patient", List.of()).get(0);
        if (patient.getIdPart() == null) {
            errors.add(new OutcomeIssue("required", "The Patient has neither an id nor a fullUrl.", location));
        }
        return new PatientRecord(
                location,
                new PatientBundle(patient, byType, 0)
                        .with(unsaved.stream().map(ReceivedResource::resource).toList(), 0)
                        .withoutTypes(notWhole),
                List.copyOf(errors),
                List.copyOf(gaps),
                List.copyOf(unused));
    }
}
