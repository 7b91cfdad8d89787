package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.PatientLinks;
import org.calcinosiscds.fhir.PatientLinks.Kind;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * Resources of any number of patients, divided by patient. Hooks, Bundles and NDJSON all use this class, so that the same data leads to
 * the same answer.
 *
 * @param records one for each Patient, in the order of the Patients
 * @param unusedResources resources of patients who were not sent, and resources whose patient is not known
 * @param unassigned the resources behind {@code unusedResources}
 */
public record PatientPartition(
        List<PatientRecord> records, List<UnusedResource> unusedResources, List<ReceivedResource> unassigned) {

    /**
     * A resource that is not used.
     *
     * @param location such as {@code entry[3].resource}
     * @param diagnostics the reason: a whole sentence without values of the resource
     */
    public record UnusedResource(String location, String code, String diagnostics) {
        /** A resource whose subject was not sent, or is not a Patient but a Group or a Location. */
        public static UnusedResource ofAbsentPatient(String location) {
            return new UnusedResource(
                    location, "not-found", "Resources whose subject is not one of the Patients sent were left out.");
        }

        /** A resource that refers to its subject by an identifier that two Patients have. */
        public static UnusedResource ofSharedIdentifier(String location) {
            return new UnusedResource(
                    location,
                    "multiple-matches",
                    "Resources that refer to a Patient by an identifier of several Patients were left out.");
        }

        /** A resource that could not be read and that no rule reads. */
        public static UnusedResource skipped(String location) {
            return new UnusedResource(
                    location,
                    "not-supported",
                    "Resources that are not of FHIR R4, and that no rule reads, were left out.");
        }
    }

    /**
     * Assigns every resource to the patient that it names. A resource that names no patient, or a patient who was not sent, is not used.
     * A resource of a type that belongs to no patient, such as Medication, is in every record.
     *
     * @param requirements what the rules read
     */
    public static PatientPartition of(List<ReceivedResource> received, DataRequirements requirements) {
        return of(received, List.of(), requirements);
    }

    /**
     * The same with unsaved resources. Each replaces the saved resource with its type and id.
     *
     * @param unsaved other than Patients
     */
    public static PatientPartition of(
            List<ReceivedResource> received, List<ReceivedResource> unsaved, DataRequirements requirements) {
        return of(received, unsaved, requirements, null);
    }

    /** @param server base URL of resources without fullUrl; null when it is not known */
    static PatientPartition of(
            List<ReceivedResource> received,
            List<ReceivedResource> unsaved,
            DataRequirements requirements,
            @Nullable String server) {
        return new Sorter(received, unsaved, requirements, server).sorted();
    }

    /** Divides the resources of one request. */
    private static final class Sorter {
        private final List<ReceivedResource> received;
        private final List<ReceivedResource> unsaved;
        private final DataRequirements requirements;
        private final BundleReferences references;
        private final Map<String, RecordBuilder> records = new LinkedHashMap<>();
        private final List<ReceivedResource> unassigned = new ArrayList<>();

        Sorter(
                List<ReceivedResource> received,
                List<ReceivedResource> unsaved,
                DataRequirements requirements,
                @Nullable String server) {
            this.received = received;
            this.unsaved = unsaved;
            this.requirements = requirements;
            this.references = new BundleReferences(all(), server);
        }

        private List<ReceivedResource> all() {
            List<ReceivedResource> all = new ArrayList<>(received);
            all.addAll(unsaved);
            return all;
        }

        PatientPartition sorted() {
            for (ReceivedResource each : received) {
                if (each.resource() instanceof Patient) {
                    String key = references.key(each);
                    records.computeIfAbsent(key, name -> new RecordBuilder(each.location(), requirements))
                            .add(key, each);
                }
            }
            // Resources with an error that belong to no patient come last: they matter only to the records that refer
            // to them.
            for (boolean isLast : new boolean[] {false, true}) {
                received.stream()
                        .filter(each -> isLast == isWrongAndOfNoPatient(each))
                        .forEach(each -> sort(each, RecordBuilder::add));
                unsaved.stream()
                        .filter(each -> isLast == isWrongAndOfNoPatient(each))
                        .forEach(each -> sort(each, RecordBuilder::addUnsaved));
            }
            // References are replaced at the end: two servers may use one id for two patients.
            all().forEach(references::settle);
            return new PatientPartition(
                    withDuplicateErrors(
                            records.values().stream().map(RecordBuilder::record).toList()),
                    unassigned.stream().map(PatientPartition::unusedResources).toList(),
                    List.copyOf(unassigned));
        }

        private static boolean isWrongAndOfNoPatient(ReceivedResource each) {
            return each.error() != null && PatientLinks.of(each.resource()).kind() == Kind.OF_NO_PATIENT;
        }

        private void sort(ReceivedResource each, Addition addition) {
            if (each.resource() instanceof Patient) {
                return;
            }
            PatientLinks links = PatientLinks.of(each.resource());
            String key = references.key(each);
            if (links.kind() == Kind.OF_NO_PATIENT && each.error() != null) {
                records.values().stream()
                        .filter(record -> record.refersTo(key, references))
                        .forEach(record -> addition.add(record, key, each));
            } else if (links.kind() == Kind.OF_NO_PATIENT) {
                records.values().forEach(record -> addition.add(record, key, each));
            } else if (links.kind() == Kind.OF_A_PATIENT) {
                List<RecordBuilder> owners = owners(each, links);
                owners.forEach(owner -> addition.add(owner, key, each));
                if (owners.isEmpty()) {
                    unassigned.add(each);
                }
            }
        }

        private List<RecordBuilder> owners(ReceivedResource each, PatientLinks links) {
            return links.references().stream()
                    .map(reference -> references.keyOf(reference, each))
                    .flatMap(Optional::stream)
                    .map(records::get)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }

    /** Adds an error to records whose Patients have the same id: no answer could say which of them is meant. */
    private static List<PatientRecord> withDuplicateErrors(List<PatientRecord> records) {
        Set<String> ids = new HashSet<>();
        Set<String> duplicateIds = new HashSet<>();
        records.stream()
                .map(record -> String.valueOf(record.bundle().patient().getIdPart()))
                .filter(id -> !ids.add(id))
                .forEach(duplicateIds::add);
        return records.stream()
                .map(record -> duplicateIds.contains(
                                String.valueOf(record.bundle().patient().getIdPart()))
                        ? record.with(new OutcomeIssue(
                                "multiple-matches",
                                "Found two Patients of one id, from two servers or under two fullUrls, expected one.",
                                record.location()))
                        : record)
                .toList();
    }

    private static UnusedResource unusedResources(ReceivedResource each) {
        if (each.error() != null) {
            OutcomeIssue issue = each.error().issue();
            return new UnusedResource(each.location(), issue.code(), issue.diagnostics());
        }
        return PatientLinks.of(each.resource()).references().isEmpty()
                ? new UnusedResource(
                        each.location(), "required", "Resources that name no patient by a reference were left out.")
                : UnusedResource.ofAbsentPatient(each.location());
    }

    /** Puts a resource into the record of one patient. */
    private interface Addition {
        void add(RecordBuilder record, String key, ReceivedResource each);
    }
}
