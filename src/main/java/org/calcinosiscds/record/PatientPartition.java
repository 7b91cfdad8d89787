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
 * Resources of any number of patients, patient by patient. Hooks, Bundles and NDJSON are all sorted here, so that one patient gets one
 * answer.
 *
 * @param records in the order of the Patients
 * @param leftOver what belongs to a patient who is not there or cannot be told
 * @param ownerless the same resources
 */
public record PatientPartition(List<PatientRecord> records, List<LeftOver> leftOver, List<ReceivedResource> ownerless) {

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

        /** One that no rule reads and that could not be read. */
        public static LeftOver passedOver(String place) {
            return new LeftOver(
                    place,
                    "not-supported",
                    "Resources that are not of FHIR R4, and that no rule reads, were left out.");
        }
    }

    /**
     * Gives every resource to the patient it names. A resource that names nobody, or somebody who is not there, is left over; one of
     * a type that belongs to no patient, such as Medication, is in every record.
     *
     * @param requirements what the rules read
     */
    public static PatientPartition of(List<ReceivedResource> received, DataRequirements requirements) {
        return of(received, List.of(), requirements);
    }

    /**
     * The same with what is being written, which stands for the resource of the record with its type and id.
     *
     * @param unsaved other than Patients
     */
    public static PatientPartition of(
            List<ReceivedResource> received, List<ReceivedResource> unsaved, DataRequirements requirements) {
        return of(received, unsaved, requirements, null);
    }

    /** @param server base URL of what has no fullUrl that says it; null when it is not known */
    static PatientPartition of(
            List<ReceivedResource> received,
            List<ReceivedResource> unsaved,
            DataRequirements requirements,
            @Nullable String server) {
        return new Sorter(received, unsaved, requirements, server).sorted();
    }

    /** The work of sorting once. */
    private static final class Sorter {
        private final List<ReceivedResource> received;
        private final List<ReceivedResource> unsaved;
        private final DataRequirements requirements;
        private final BundleReferences references;
        private final Map<String, RecordBuilder> records = new LinkedHashMap<>();
        private final List<ReceivedResource> ownerless = new ArrayList<>();

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
                    records.computeIfAbsent(key, name -> new RecordBuilder(each.place(), requirements))
                            .add(key, each);
                }
            }
            // What is flawed and belongs to nobody is last: it matters to the records that refer to it.
            for (boolean isLast : new boolean[] {false, true}) {
                received.stream()
                        .filter(each -> isLast == isFlawedAndNobodys(each))
                        .forEach(each -> sort(each, RecordBuilder::add));
                unsaved.stream()
                        .filter(each -> isLast == isFlawedAndNobodys(each))
                        .forEach(each -> sort(each, RecordBuilder::addUnsaved));
            }
            // Afterwards: two servers may have given one id to two patients.
            all().forEach(references::settle);
            return new PatientPartition(
                    apart(records.values().stream().map(RecordBuilder::record).toList()),
                    ownerless.stream().map(PatientPartition::leftOver).toList(),
                    List.copyOf(ownerless));
        }

        private static boolean isFlawedAndNobodys(ReceivedResource each) {
            return each.flaw() != null && PatientLinks.of(each.resource()).kind() == Kind.OF_NOBODY;
        }

        private void sort(ReceivedResource each, Placing placing) {
            if (each.resource() instanceof Patient) {
                return;
            }
            PatientLinks links = PatientLinks.of(each.resource());
            String key = references.key(each);
            if (links.kind() == Kind.OF_NOBODY && each.flaw() != null) {
                records.values().stream()
                        .filter(record -> record.refersTo(key, references))
                        .forEach(record -> placing.place(record, key, each));
            } else if (links.kind() == Kind.OF_NOBODY) {
                records.values().forEach(record -> placing.place(record, key, each));
            } else if (links.kind() == Kind.OF_A_PATIENT) {
                List<RecordBuilder> owners = owners(each, links);
                owners.forEach(owner -> placing.place(owner, key, each));
                if (owners.isEmpty()) {
                    ownerless.add(each);
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

    private static LeftOver leftOver(ReceivedResource each) {
        if (each.flaw() != null) {
            OutcomeIssue issue = each.flaw().issue();
            return new LeftOver(each.place(), issue.code(), issue.diagnostics());
        }
        return PatientLinks.of(each.resource()).references().isEmpty()
                ? new LeftOver(each.place(), "required", "Resources that name no patient by a reference were left out.")
                : LeftOver.ofNobodySent(each.place());
    }

    /** Puts a resource into the record of one patient. */
    private interface Placing {
        void place(RecordBuilder record, String key, ReceivedResource each);
    }
}
