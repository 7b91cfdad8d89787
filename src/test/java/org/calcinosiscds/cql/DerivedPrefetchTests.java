package org.calcinosiscds.cql;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Variant;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the derived templates fetch is enough: it is answered like the whole record, product and hidden rules included. */
class DerivedPrefetchTests {
    private static final Map<String, Map<String, String>> TEMPLATES =
            CaseAnswers.services().stream().collect(toMap(service -> service, DerivedPrefetchTests::templates));

    @TestFactory
    Stream<DynamicTest> prefetchIsAnsweredLikeTheWholeRecord() {
        return PatientCase.all().stream()
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(answerToPrefetch(each)).as(each.name()).isEqualTo(each.answer())));
    }

    @TestFactory
    Stream<DynamicTest> medicationsInResourcesOfTheirOwnAreFetchedToo() {
        return PatientCase.all().stream()
                .flatMap(each -> Variant.medicationsAsResources().of().apply(each).stream())
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(answerToPrefetch(each)).as(each.name()).isEqualTo(each.answer())));
    }

    /** What the service asks for itself of a large record: in parts, and without what is too old. */
    @TestFactory
    Stream<DynamicTest> whatIsTooOldIsNotMissed() {
        return PatientCase.all().stream()
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(answer(each, parts(each)))
                                .as(each.name())
                                .isEqualTo(each.answer())));
    }

    private static Map<String, String> parts(PatientCase patient) {
        LocalDate today = patient.asOf().toLocalDate();
        Map<String, String> queries = new LinkedHashMap<>();
        CaseAnswers.prefetch(patient.service()).forEach((key, query) -> {
            List<String> parts = query.parts(patient.patientId(), today);
            if (parts.isEmpty()) {
                queries.put(key, query.query(patient.patientId(), today));
            }
            parts.forEach(part -> queries.put(part, part));
        });
        return queries;
    }

    private static Answer answerToPrefetch(PatientCase patient) {
        return answer(patient, TEMPLATES.get(patient.service()));
    }

    private static Answer answer(PatientCase patient, Map<String, String> templates) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("resourceType", "Bundle").put("type", "collection");
        for (JsonNode answer : FhirServer.ofUsCore(patient).prefetch(templates)) {
            record.withArray("entry").addObject().set("resource", answer);
        }
        return CaseAnswers.answer(patient, PatientRecords.of(record.toString(), patient.patientId()));
    }

    private static Map<String, String> templates(String service) {
        Map<String, String> templates = new LinkedHashMap<>();
        CaseAnswers.prefetch(service).forEach((key, query) -> templates.put(key, query.template()));
        return templates;
    }
}
