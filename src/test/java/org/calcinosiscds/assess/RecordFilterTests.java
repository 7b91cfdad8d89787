package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calcinosiscds.assess.FilteredContent.FHIR;
import static org.calcinosiscds.assess.FilteredContent.GUARD;
import static org.calcinosiscds.assess.FilteredContent.KNOWLEDGE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.assess.PatientAssessments.Settings;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.fhir.CodeSystemUris;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonValue;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer about a patient is the same without the resources that no rule reads, and another without one that is read. */
class RecordFilterTests {
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final long SEED = 20261121;
    private static final DataRequirements READ = KNOWLEDGE.dataRequirements();
    private static final RecordFilter FILTER = filter(READ);
    private static final Map<String, PatientAssessments> BY_HOOK = new LinkedHashMap<>();

    @AfterAll
    static void close() {
        BY_HOOK.values().forEach(PatientAssessments::close);
        BY_HOOK.clear();
    }

    @Test
    void everyCaseHasTheSameAnswerWithoutWhatNoRuleReads() {
        List<PatientCase> cases = PatientCase.all();

        assertThat(different(cases, FILTER)).isEmpty();
    }

    @Test
    void aCodeThatIsNotKeptChangesAnswers() {
        // The code of a result on which tiers depend, as a case has it.
        JsonNode calcium = PatientCase.named("dialysis-product-71-40").orElseThrow().resources().stream()
                .filter(resource -> resource.path("resourceType").asString().equals("Observation"))
                .map(resource -> resource.path("code").path("coding").path(0))
                .findFirst()
                .orElseThrow();
        RecordFilter damaged = filter(new WithoutCode(calcium.path("code").asString()));

        assertThat(different(PatientCase.every(20), damaged)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Whatever is in doubt.
                "true  | {'resourceType': 'Patient'}",
                "true  | {'resourceType': 'Encounter'}",
                "true  | {'resourceType': 'Nothing'}",
                "true  | {'noType': 1}",
                "true  | {'resourceType': 'Observation', 'code': {'coding': 'no list'}}",
                "true  | {'resourceType': 'Observation', 'code': {}, 'modifierExtension': []}",
                "true  | {'resourceType': 'Observation', 'code': {}, 'implicitRules': 'urn:x'}",
                // Types that rules read whole.
                "true  | {'resourceType': 'Condition', 'code': {'text': 'x'}}",
                "true  | {'resourceType': 'Medication', 'code': {'text': 'x'}}",
                // What no retrieve finds.
                "false | {'resourceType': 'Claim'}",
                "false | {'resourceType': 'Observation', 'code': {'text': 'calcium'}}",
                "false | {'resourceType': 'Observation', 'code': {'coding': [{'code': '2000-8'}]}}",
                "false | {'resourceType': 'Procedure', 'code': {'coding': [{'system': 'urn:x', 'code': 'x'}]}}",
            })
    void tellsWhatMayBeRead(boolean isKept, String resource) {
        assertThat(FILTER.keeps(value(resource.replace('\'', '"')))).isEqualTo(isKept);
    }

    @Test
    void entriesOfABundleKeepTheirPlaces() {
        String bundle = """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"resource": {"resourceType": "Claim", "id": "c"}}, {"resource": {"resourceType": "Patient", "id": "p"}}]}""";

        assertThat(text(FILTER.partOf(value(bundle)))).isEqualTo("""
                        {"resourceType": "Bundle", "type": "collection", "entry": [
                         {"response":{}}, {"resource": {"resourceType": "Patient", "id": "p"}}]}""");
    }

    /** Dropping one of two versions would bring the other back. */
    @Test
    void versionsOfAResourceThatIsReadAreKept() {
        String bundle = """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"resource": {"resourceType": "Observation", "id": "1", "code": {}, "meta": {"versionId": "2"}}},
                 {"resource": {"resourceType": "Observation", "id": "1", "code": {"coding": "?"}, "meta": {"versionId": "1"}}}]}""";

        assertThat(FILTER.partOf(value(bundle))).isNull();
    }

    /** Whether a page is the whole result of a search is told by the number of its entries. */
    @Test
    void bundleThatSaysItsTotalIsKept() {
        assertThat(FILTER.partOf(value("""
                        {"resourceType": "Bundle", "type": "searchset", "total": 1, "entry": [{"resource": {"resourceType": "Claim"}}]}"""))).isNull();
    }

    /** Lines are told apart as resources are. */
    @Test
    void linesOfCasesAreUnreadWhenTheirResourcesAre() {
        int number = 0;
        for (PatientCase patient : PatientCase.every(5)) {
            List<JsonNode> resources = new ArrayList<>(patient.resources());
            resources.addAll(UnreadNoise.of(patient, SEED + number++));
            for (JsonNode resource : resources) {
                byte[] line = bytes(resource);
                assertThat(assessments("patient-view").lineForRules(line, null).kind() != PatientLine.Kind.UNREAD)
                        .as("%s: %s", patient.name(), resource.path("id"))
                        .isEqualTo(FILTER.keeps(value(text(line)))
                                && !resource.path("resourceType").asString().equals("Practitioner"));
            }
        }
    }

    /** Names of the cases that are answered otherwise with the filter, as one Bundle or line by line. */
    private static List<String> different(List<PatientCase> cases, RecordFilter filter) {
        List<String> different = new ArrayList<>();
        int left = 0;
        int number = 0;
        for (PatientCase patient : cases) {
            List<JsonNode> resources = new ArrayList<>(patient.resources());
            resources.addAll(UnreadNoise.of(patient, SEED + number++));
            List<byte[]> kept = new ArrayList<>();
            List<byte[]> unread = new ArrayList<>();
            resources.stream()
                    .map(RecordFilterTests::bytes)
                    .forEach(line -> (filter.keeps(value(text(line))) ? kept : unread).add(line));
            left += unread.size();
            // What is left out of an answer is named by its place.
            List<byte[]> all = new ArrayList<>(kept);
            all.addAll(unread);
            byte[] bundle = bytes(bundle(patient, resources));
            byte[] part = filter.partOf(value(text(bundle)));
            if (!answer(patient, List.of(bundle)).isSameAs(answer(patient, List.of(part == null ? bundle : part)))
                    || !answer(patient, all).isSameAs(answer(patient, kept))) {
                different.add(patient.name());
            }
        }
        assertThat(left).as("resources that no rule reads").isGreaterThan(cases.size());
        return different;
    }

    private static PatientAssessments assessments(String hook) {
        return BY_HOOK.computeIfAbsent(hook, each -> PatientAssessments.open(new Settings("", each, AS_OF, "UTC")));
    }

    private static PatientAnswer answer(PatientCase patient, List<byte[]> lines) {
        return assessments(patient.hook()).assess(patient.patientId(), lines, AsFhir.ALL);
    }

    private static ObjectNode bundle(PatientCase patient, List<JsonNode> resources) {
        ObjectNode bundle = patient.bundle().deepCopy();
        ArrayNode entries = (ArrayNode) bundle.path("entry");
        resources.stream()
                .skip(entries.size())
                .forEach(resource -> entries.addObject().set("resource", resource));
        return bundle;
    }

    private static RecordFilter filter(DataRequirements requirements) {
        return new RecordFilter(List.of(new FhirReader(FHIR, requirements)));
    }

    private static JsonValue value(String json) {
        return GUARD.read(json.getBytes(StandardCharsets.UTF_8), Set.of());
    }

    private static byte[] bytes(JsonNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the rules read, but for results of one code. */
    private record WithoutCode(String code) implements DataRequirements {
        @Override
        public boolean readsType(String resourceType) {
            return READ.readsType(resourceType);
        }

        @Override
        public boolean readsElement(String type, String element) {
            return READ.readsElement(type, element);
        }

        @Override
        public CodeSystemUris codeSystems() {
            return READ.codeSystems();
        }

        @Override
        public Set<String> codeElements(String resourceType) {
            return READ.codeElements(resourceType);
        }

        @Override
        public boolean readsCodesOf(Resource resource) {
            return READ.readsCodesOf(resource)
                    && !(resource instanceof Observation result
                            && result.getCode().getCoding().stream()
                                    .map(Coding::getCode)
                                    .anyMatch(code::equals));
        }
    }
}
