package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientOf;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Patient;

/**
 * Gathers the resources of a stream by patient. When more are pending than allowed, the patient whose last line is furthest back is
 * taken to be complete.
 */
public final class PatientStream {
    /** Takes the resources of one patient, and those that belong to no patient and that they refer to. */
    public interface CompletePatients {
        void patient(List<ReceivedResource> resources) throws IOException;
    }

    private final int maxPending;
    private final int maxPerPatient;
    private final CompletePatients completePatients;
    private final ResultWriter writer;
    private final Map<String, List<ReceivedResource>> open = new LinkedHashMap<>();
    private final Map<String, ReceivedResource> unassigned;
    private final SeenPatients done = new SeenPatients();

    /** Identifiers of Patients, and those of them that two Patients have. */
    private final SeenPatients identifiers = new SeenPatients();

    private final SeenPatients sharedIdentifiers = new SeenPatients();
    private int pending;

    /**
     * @param maxPending maximum number of resources of all unfinished patients
     * @param maxPerPatient maximum number of resources of one patient
     */
    public PatientStream(int maxPending, int maxPerPatient, CompletePatients completePatients, ResultWriter writer) {
        this.maxPending = maxPending;
        this.maxPerPatient = maxPerPatient;
        this.completePatients = completePatients;
        this.writer = writer;
        this.unassigned = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ReceivedResource> eldest) {
                return size() > maxPending;
            }
        };
    }

    public void add(ReceivedResource received) throws IOException {
        PatientOf owner = PatientOf.of(received.resource());
        if (owner.isOfNoPatient()) {
            unassigned.put(owner.self(), received);
            return;
        }
        if (received.resource() instanceof Patient && !owner.patients().isEmpty()) {
            noteIdentifiers(owner);
            add(owner.patients().get(0), received);
            return;
        }
        if (owner.patients().isEmpty()) {
            unusedResources(received, "required", "Resources that name no patient by a reference were left out.");
            return;
        }
        for (String patient : owner.patients()) {
            add(patient, received);
        }
    }

    /** Of several versions of one Patient, all of which are open, the identifiers are noted once. */
    private void noteIdentifiers(PatientOf patient) {
        List<String> noted = open.getOrDefault(patient.patients().get(0), List.of()).stream()
                .filter(each -> each.resource() instanceof Patient)
                .flatMap(each -> identifiers(each).stream())
                .toList();
        patient.patients().stream()
                .skip(1)
                .filter(identifier -> !noted.contains(identifier))
                .forEach(identifier -> {
                    if (identifiers.contains(identifier)) {
                        sharedIdentifiers.add(identifier);
                    }
                    identifiers.add(identifier);
                });
    }

    private static List<String> identifiers(ReceivedResource patient) {
        List<String> keys = PatientOf.of(patient.resource()).patients();
        return keys.subList(Math.min(1, keys.size()), keys.size());
    }

    private void add(String patient, ReceivedResource received) throws IOException {
        if (done.contains(patient)) {
            unusedResources(
                    received,
                    "incomplete",
                    "More came of a patient who was done: the answer to that patient is on a part of the record. "
                            + "Sort the file by patient, or raise calcinosis.ndjson.pending-resources.");
            return;
        }
        List<ReceivedResource> resources = open.remove(patient);
        resources = resources == null ? new ArrayList<>() : resources;
        resources.add(received);
        open.put(
                patient,
                resources); // At the end, so that the first entry is the patient whose last line is furthest back.
        pending++;
        if (resources.size() > maxPerPatient) {
            pending -= resources.size();
            open.remove(patient);
            done.add(patient);
            writer.failed(List.of(new OutcomeIssue(
                    "too-costly",
                    "Found more than " + maxPerPatient + " resources of one patient, expected fewer.",
                    received.location())));
            return;
        }
        while (pending > maxPending && open.size() > 1) {
            close(open.keySet().iterator().next());
        }
    }

    /** Ends the stream. Patients come first, because they take along the resources that refer to them by an identifier. */
    public void end() throws IOException {
        for (String patient : List.copyOf(open.keySet())) {
            if (hasPatient(open.getOrDefault(patient, List.of()))) {
                close(patient);
            }
        }
        while (!open.isEmpty()) {
            close(open.keySet().iterator().next());
        }
    }

    private static boolean hasPatient(List<ReceivedResource> resources) {
        return resources.stream().anyMatch(each -> each.resource() instanceof Patient);
    }

    private void close(String patient) throws IOException {
        List<ReceivedResource> resources = open.remove(patient);
        if (resources == null) {
            return;
        }
        pending -= resources.size();
        done.add(patient);
        if (!hasPatient(resources)) {
            writer.unusedResources(resources.stream()
                    .map(each -> UnusedResource.ofAbsentPatient(each.location()))
                    .toList());
            return;
        }
        Set<ReceivedResource> all = new LinkedHashSet<>(resources);
        for (ReceivedResource each : resources) {
            if (each.resource() instanceof Patient) {
                all.addAll(byIdentifier(each));
            }
        }
        for (ReceivedResource each : List.copyOf(all)) {
            PatientOf.references(each.resource()).forEach(reference -> {
                ReceivedResource referred = unassigned.get(reference);
                if (referred != null) {
                    all.add(referred);
                }
            });
        }
        completePatients.patient(List.copyOf(all));
    }

    /** Resources that refer to the Patient by an identifier that no other Patient has had so far. */
    private List<ReceivedResource> byIdentifier(ReceivedResource patient) throws IOException {
        List<ReceivedResource> found = new ArrayList<>();
        for (String identifier : identifiers(patient)) {
            List<ReceivedResource> resources = open.remove(identifier);
            done.add(identifier);
            if (resources == null) {
                continue;
            }
            pending -= resources.size();
            if (sharedIdentifiers.contains(identifier)) {
                writer.unusedResources(resources.stream()
                        .map(each -> UnusedResource.ofSharedIdentifier(each.location()))
                        .toList());
            } else {
                found.addAll(resources);
            }
        }
        return found;
    }

    private void unusedResources(ReceivedResource received, String code, String diagnostics) throws IOException {
        writer.unusedResources(List.of(new UnusedResource(received.location(), code, diagnostics)));
    }
}
