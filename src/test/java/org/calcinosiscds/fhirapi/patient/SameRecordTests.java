package org.calcinosiscds.fhirapi.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.PatientStream;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.PatientRecords;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One patient has one record, whether it comes in the prefetch of a hook, in a Bundle or as lines, and however ids and references are
 * spelt. The answer depends on the record alone.
 */
class SameRecordTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String SERVER = "https://example.org/fhir";
    private static final String UUID = "0d6f1f0e-6b1f-4d9e-9d0e-3a6f5a4b7c11";

    /**
     * A way to write the id of a patient and the references to it.
     *
     * @param reference of a given id
     * @param fullUrl of a given id
     */
    private record Spelling(String id, UnaryOperator<String> reference, UnaryOperator<String> fullUrl) {}

    private static final Map<String, Spelling> SPELLINGS = new TreeMap<>(Map.of(
            "relative",
            new Spelling("p1", id -> "Patient/" + id, id -> SERVER + "/Patient/" + id),
            "underscore",
            new Spelling("ward_7", id -> "Patient/" + id, id -> SERVER + "/Patient/" + id),
            "colon",
            new Spelling("site:7", id -> "Patient/" + id + "/_history/2", id -> SERVER + "/Patient/" + id),
            "versioned",
            new Spelling("p1", id -> "Patient/" + id + "/_history/2", id -> SERVER + "/Patient/" + id + "/_history/3"),
            "absolute",
            new Spelling("A.b-1", id -> SERVER + "/Patient/" + id, id -> SERVER + "/Patient/" + id),
            "absolute and versioned",
            new Spelling(
                    "ward_7:x",
                    id -> "HTTPS://EXAMPLE.org/fhir/Patient/" + id + "/_history/2",
                    id -> SERVER + "/Patient/" + id),
            "urn in upper case",
            new Spelling(UUID, id -> "urn:UUID:" + id.toUpperCase(java.util.Locale.ROOT), id -> "urn:uuid:" + id),
            "urn of an id in upper case",
            new Spelling(
                    UUID.toUpperCase(java.util.Locale.ROOT),
                    id -> "urn:uuid:" + id.toLowerCase(java.util.Locale.ROOT),
                    id -> "urn:uuid:" + id),
            "identifier",
            new Spelling("p1", id -> "", id -> SERVER + "/Patient/" + id)));

    @TestFactory
    Stream<DynamicTest> recordIsTheSameAsHookAsBundleAndAsLines() {
        List<PatientCase> cases = PatientCase.all();
        List<String> names = List.copyOf(SPELLINGS.keySet());
        return IntStream.range(0, cases.size())
                .mapToObj(index -> dynamicTest(cases.get(index).name(), () -> {
                    // Every case in two spellings, and the spellings move on from case to case.
                    check(cases.get(index), names.get(index % names.size()));
                    check(cases.get(index), names.get((index + 4) % names.size()));
                }));
    }

    private static void check(PatientCase patient, String name) throws IOException {
        Spelling spelling = SPELLINGS.get(name);
        ObjectNode bundle = respelt(patient, spelling);

        List<String> asBundle = contents(asBundle(bundle, spelling));
        assertThat(contents(asHook(bundle, spelling))).as("%s: hook", name).isEqualTo(asBundle);
        assertThat(contents(asLines(bundle, spelling))).as("%s: lines", name).isEqualTo(asBundle);
        assertThat(asBundle).as("%s: whole", name).hasSizeGreaterThanOrEqualTo((int) ofPatient(patient));
    }

    /** Resources of the case that name its patient, and the Patient; versions of one resource count once. */
    private static long ofPatient(PatientCase patient) {
        return patient.resources().stream()
                .filter(resource -> resource.toString().contains("Patient/" + patient.patientId() + "\""))
                .map(resource -> resource.path("resourceType") + "/" + resource.path("id"))
                .distinct()
                .count();
    }

    private static ObjectNode respelt(PatientCase patient, Spelling spelling) {
        String old = patient.patientId();
        ObjectNode bundle = patient.bundle().deepCopy();
        bundle.path("entry").forEach(entry -> {
            ObjectNode resource = (ObjectNode) entry.path("resource");
            boolean isPatient = resource.path("resourceType").asString().equals("Patient")
                    && resource.path("id").asString().equals(old);
            String type = resource.path("resourceType").asString();
            ((ObjectNode) entry)
                    .put(
                            "fullUrl",
                            SERVER + "/" + type + "/" + resource.path("id").asString());
            if (isPatient) {
                resource.put("id", spelling.id());
                ((ObjectNode) entry).put("fullUrl", spelling.fullUrl().apply(spelling.id()));
                resource.putArray("identifier")
                        .addObject()
                        .put("system", "urn:oid:1.2.3")
                        .put("value", "4711");
            }
            resource.findParents("reference").stream()
                    .map(ObjectNode.class::cast)
                    .filter(reference ->
                            reference.path("reference").asString("").endsWith("Patient/" + old))
                    .forEach(reference -> respell(reference, spelling));
        });
        return bundle;
    }

    private static void respell(ObjectNode reference, Spelling spelling) {
        String text = spelling.reference().apply(spelling.id());
        if (text.isEmpty()) {
            reference.remove("reference");
            reference.putObject("identifier").put("system", "urn:oid:1.2.3").put("value", "4711");
        } else {
            reference.put("reference", text);
        }
    }

    private static PatientRecord asBundle(ObjectNode bundle, Spelling spelling) {
        return ofPatient(PatientPartition.of(received(bundle, true), DataRequirements.EVERYTHING), spelling);
    }

    /** The Patient as a read, the rest as searches by type. */
    private static PatientRecord asHook(ObjectNode bundle, Spelling spelling) {
        List<ReceivedResource> all = new ArrayList<>();
        Map<String, ObjectNode> searches = new TreeMap<>();
        bundle.path("entry").forEach(entry -> {
            JsonNode resource = entry.path("resource");
            if (resource.path("resourceType").asString().equals("Patient")) {
                all.addAll(received(resource, false));
            } else {
                ObjectNode search =
                        searches.computeIfAbsent(resource.path("resourceType").asString(), type -> ((ObjectNode)
                                Json.read("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[]}")));
                search.withArray("entry").add(entry);
            }
        });
        searches.values().forEach(search -> all.addAll(received(search, false)));
        return new PatientCompartment(spelling.id(), SERVER)
                .record(all, DataRequirements.EVERYTHING)
                .orElseThrow();
    }

    private static PatientRecord asLines(ObjectNode bundle, Spelling spelling) throws IOException {
        List<PatientRecord> records = new ArrayList<>();
        PatientStream stream = new PatientStream(
                10_000,
                10_000,
                resources -> records.addAll(PatientPartition.of(resources, DataRequirements.EVERYTHING)
                        .records()),
                new NoAnswers());
        int line = 0;
        for (JsonNode entry : bundle.path("entry")) {
            for (ReceivedResource each : received(entry.path("resource"), true)) {
                stream.add(each.in("line[" + ++line + "]"));
            }
        }
        stream.end();
        return records.stream()
                .filter(record -> spelling.id().equals(record.bundle().patient().getIdPart()))
                .findFirst()
                .orElseThrow();
    }

    private static PatientRecord ofPatient(PatientPartition sorted, Spelling spelling) {
        return sorted.records().stream()
                .filter(record -> spelling.id().equals(record.bundle().patient().getIdPart()))
                .findFirst()
                .orElseThrow();
    }

    private static List<ReceivedResource> received(JsonNode json, boolean isStrict) {
        var value = PatientRecords.guard().read(Json.write(json).getBytes(StandardCharsets.UTF_8), Set.of());
        return (isStrict
                        ? PatientRecords.bundles().readStrictly(value)
                        : PatientRecords.bundles().read(value))
                .resources();
    }

    /** What is in the record, and how much of it contradicts itself. What belongs to nobody is where it is needed. */
    private static List<String> contents(PatientRecord record) {
        List<String> contents = new ArrayList<>(record.bundle().byType().values().stream()
                .flatMap(List::stream)
                .filter(resource -> !resource.fhirType().startsWith("Practitioner")
                        && !resource.fhirType().equals("Medication")
                        && !resource.fhirType().equals("Organization"))
                .map((Resource resource) -> FHIR.newJsonParser().encodeResourceToString(resource))
                .sorted()
                .toList());
        contents.add(record.errors().size() + " errors");
        return contents;
    }

    /** Nobody looks at what was left over. */
    private static final class NoAnswers implements ResultWriter {
        @Override
        public void answered(PatientResult result) {}

        @Override
        public void failed(List<OutcomeIssue> issues) {}

        @Override
        public void unusedResources(List<PatientPartition.UnusedResource> resources) {}

        @Override
        public void end() {}
    }
}
