package org.calcinosiscds.fhir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.fhir.PatientLinks.Kind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * A Bundle of any number of patients, patient by patient.
 *
 * @param records in the order of the Patients
 * @param leftOver what belongs to a patient who is not there or cannot be told
 */
public record SortedRecords(List<PatientRecord> records, List<LeftOver> leftOver) {

    /**
     * A resource that was not used.
     *
     * @param place such as {@code entry[3].resource}
     * @param diagnostics why, in a whole sentence without a value of it
     */
    public record LeftOver(String place, String code, String diagnostics) {
        /** One whose subject was not sent, or is no Patient at all but a Group or a Location. */
        public static LeftOver ofNobodySent(String place) {
            return new LeftOver(
                    place, "not-found", "Resources whose subject is not one of the Patients sent were left out.");
        }
    }

    /**
     * Gives every resource to the patient it names. A resource that names nobody, or somebody who is not there, is left over; one of
     * a type that belongs to no patient, such as Medication, is in every record.
     *
     * @throws RejectedInputException when a resource that is in every record is flawed
     */
    public static SortedRecords of(List<ReceivedResource> received) {
        return of(received, List.of());
    }

    /**
     * The same with what is being written, which stands for the resource of the record with its type and id.
     *
     * @param unsaved other than Patients
     * @throws RejectedInputException when a resource that is in every record is flawed
     */
    public static SortedRecords of(List<ReceivedResource> received, List<ReceivedResource> unsaved) {
        List<ReceivedResource> all = new ArrayList<>(received);
        all.addAll(unsaved);
        BundleReferences references = new BundleReferences(all);
        Map<String, Sorting> sortings = new LinkedHashMap<>();
        for (ReceivedResource each : received) {
            if (each.resource() instanceof Patient) {
                sortings.computeIfAbsent(references.key(each), key -> new Sorting(each.place()))
                        .add(references.key(each), each);
            }
        }
        List<LeftOver> leftOver = new ArrayList<>();
        for (ReceivedResource each : received) {
            if (!(each.resource() instanceof Patient)) {
                sort(each, references, sortings, leftOver, Sorting::add);
            }
        }
        for (ReceivedResource each : unsaved) {
            sort(each, references, sortings, leftOver, Sorting::addUnsaved);
        }
        // Afterwards: two servers may have given one id to two patients.
        all.forEach(references::settle);
        return new SortedRecords(
                apart(sortings.values().stream().map(Sorting::record).toList()), List.copyOf(leftOver));
    }

    /** Of two Patients with one id no answer could say which is meant. */
    private static List<PatientRecord> apart(List<PatientRecord> records) {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        records.stream()
                .map(record -> String.valueOf(record.bundle().patient().getIdPart()))
                .filter(id -> !once.add(id))
                .forEach(twice::add);
        return records.stream()
                .map(record ->
                        twice.contains(String.valueOf(record.bundle().patient().getIdPart()))
                                ? record.with(new OutcomeIssue(
                                        "multiple-matches",
                                        "Found two Patients of one id, from two servers or under two fullUrls, expected one.",
                                        record.place()))
                                : record)
                .toList();
    }

    private static void sort(
            ReceivedResource each,
            BundleReferences references,
            Map<String, Sorting> sortings,
            List<LeftOver> leftOver,
            Placing placing) {
        PatientLinks links = PatientLinks.of(each.resource());
        if (links.kind() == Kind.OF_NOBODY) {
            if (each.flaw() != null) {
                throw each.flaw();
            }
            sortings.values().forEach(sorting -> placing.place(sorting, references.key(each), each));
        } else if (links.kind() == Kind.OF_A_PATIENT) {
            List<Sorting> owners = links.references().stream()
                    .map(Reference::getReference)
                    .map(reference -> references.keyOf(reference, each))
                    .flatMap(key -> key.stream().map(sortings::get))
                    .filter(java.util.Objects::nonNull)
                    .distinct()
                    .toList();
            owners.forEach(owner -> placing.place(owner, references.key(each), each));
            if (owners.isEmpty()) {
                leftOver.add(leftOver(each, links));
            }
        }
    }

    private static LeftOver leftOver(ReceivedResource each, PatientLinks links) {
        if (each.flaw() != null) {
            OutcomeIssue issue = each.flaw().issue();
            return new LeftOver(each.place(), issue.code(), issue.diagnostics());
        }
        return links.references().isEmpty()
                ? new LeftOver(each.place(), "required", "Resources that name no patient by a reference were left out.")
                : LeftOver.ofNobodySent(each.place());
    }

    /** Puts a resource into the record of one patient. */
    private interface Placing {
        void place(Sorting record, String key, ReceivedResource each);
    }

    /** The record of one patient while it is put together. */
    private static final class Sorting {
        private final String place;
        private final Map<String, Resource> latest = new LinkedHashMap<>();
        private final List<Resource> unsaved = new ArrayList<>();
        private final List<OutcomeIssue> flaws = new ArrayList<>();

        Sorting(String place) {
            this.place = place;
        }

        void add(String key, ReceivedResource each) {
            Resource earlier = latest.get(key);
            if (earlier != null && !ResourceVersion.isTold(earlier, each.resource())) {
                flaws.add(new OutcomeIssue(
                        "multiple-matches",
                        "Found a resource twice with different content, expected one, or versions that say which is the later.",
                        each.place()));
            }
            latest.merge(key, each.resource(), ResourceVersion::later);
            note(each);
        }

        void addUnsaved(String key, ReceivedResource each) {
            unsaved.add(each.resource());
            note(each);
        }

        private void note(ReceivedResource each) {
            if (each.flaw() != null) {
                flaws.add(each.flaw().issue());
            }
        }

        PatientRecord record() {
            Map<String, List<Resource>> byType = new LinkedHashMap<>();
            latest.values()
                    .forEach(resource -> byType.computeIfAbsent(resource.fhirType(), type -> new ArrayList<>())
                            .add(resource));
            Patient patient =
                    (Patient) byType.getOrDefault("Patient", List.of()).get(0);
            if (patient.getIdPart() == null) {
                flaws.add(new OutcomeIssue("required", "The Patient has neither an id nor a fullUrl.", place));
            }
            return new PatientRecord(place, new PatientBundle(patient, byType, 0).with(unsaved, 0), List.copyOf(flaws));
        }
    }
}
