package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Variant;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.ehr.RecordServer;
import org.calcinosiscds.ehr.RecordServer.Manners;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The same patient has the same cards whatever the FHIR server of the EHR can do and cannot do, and never silence for missing data. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "calcinosis.open.deadline=60s",
            "calcinosis.open.degraded-card=false",
            "calcinosis.fetch.open-duration=0s"
        })
class EhrsIT {
    private static final String ORDER_SIGN = "calcinosis-order-sign";
    private static final String INTERNAL = "https://fhir.internal.example.org:8443/r4";

    @LocalServerPort
    private int port;

    @Autowired
    private DecisionSupport decisionSupport;

    private static Map<String, Manners> kinds() {
        return Map.of(
                "plain", Manners.PLAIN,
                "of US Core", Manners.PLAIN.ofUsCore(),
                "paging by 20", Manners.PLAIN.paging(20),
                "without three types",
                        Manners.PLAIN.lacking("Specimen", "MedicationStatement", "MedicationAdministration"),
                "without include", Manners.PLAIN.withoutInclude(),
                "behind a proxy", Manners.PLAIN.paging(20).behind(INTERNAL));
    }

    /** Cases that rest on types which every one of these servers has. */
    private static Stream<PatientCase> patients() {
        return Stream.of(
                        "kidney-disease-dialysis",
                        "warfarin-proposal",
                        "non-uraemic-calciphylaxis-warfarin",
                        "panel-with-components",
                        "painful-nodules")
                .map(EhrsIT::patient)
                .map(patient ->
                        Variant.medicationsAsResources().of().apply(patient).orElse(patient))
                .map(EhrsIT::withManyFindings);
    }

    /** The case as its own server holds it: references to others of its resources are relative. */
    private static PatientCase patient(String name) {
        PatientCase patient = PatientCase.named(name).orElseThrow();
        return Variant.all().stream()
                .filter(variant -> variant.name().equals("references made relative"))
                .findFirst()
                .flatMap(variant -> variant.of().apply(patient))
                .orElse(patient);
    }

    /** Some hundred examinations that say nothing to the rules, as a record of two years has them. */
    private static PatientCase withManyFindings(PatientCase patient) {
        ObjectNode bundle = patient.bundle().deepCopy();
        IntStream.range(0, 450).forEach(number -> {
            ObjectNode finding = bundle.withArray("entry").addObject().putObject("resource");
            finding.put("resourceType", "Observation")
                    .put("id", "finding-" + number)
                    .put("status", "final");
            finding.withArray("category")
                    .addObject()
                    .withArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/observation-category")
                    .put("code", "exam");
            finding.putObject("code").put("text", "Gait");
            finding.putObject("subject").put("reference", "Patient/" + patient.patientId());
            finding.put("effectiveDateTime", "2025-11-11");
            finding.put("valueString", "normal");
        });
        return patient.with(bundle);
    }

    @TestFactory
    Stream<DynamicTest> cardsAreThoseOfTheWholeRecord() {
        return patients()
                .flatMap(patient -> kinds().entrySet().stream()
                        .map(kind -> DynamicTest.dynamicTest(
                                patient.name() + " on a server " + kind.getKey(),
                                () -> check(patient, kind.getValue()))));
    }

    private void check(PatientCase patient, Manners manners) throws IOException {
        try (RecordServer server = new RecordServer(patient, manners)) {
            assertThat(cards(bare(patient, server))).isEqualTo(patient.answer().cards());
            assertThat(server.asked())
                    .filteredOn(asked -> asked.startsWith("Patient/"))
                    .hasSize(1);
        }
    }

    private List<String> cards(ObjectNode call) {
        String body = call(call, call.path("service").asString())
                .statusCode(200)
                .extract()
                .asString();
        return Json.read(body)
                .path("cards")
                .valueStream()
                .map(card -> card.path("extension")
                                .path("org.calcinosis-cds")
                                .path("problem")
                                .asString() + " " + card.path("indicator").asString())
                .toList();
    }

    @Test
    void typesThatAServerLacksAreNamedInTheEvidence() throws IOException {
        PatientCase patient = patient("kidney-disease-dialysis");
        try (RecordServer server =
                new RecordServer(patient, Manners.PLAIN.lacking("Specimen", "MedicationAdministration"))) {
            call(bare(patient, server), patient.service())
                    .statusCode(200)
                    .body(
                            "cards[0].extension.'org.calcinosis-cds'.notAvailable",
                            equalTo(List.of("MedicationAdministration", "Specimen")));
        }
    }

    @Test
    void typesThatAreNotInTheCapabilityStatementAreNotAvailable() throws IOException {
        PatientCase patient = patient("kidney-disease-dialysis");
        Manners manners = Manners.PLAIN.lacking("Specimen", "MedicationAdministration", "MedicationStatement");
        try (RecordServer server = new RecordServer(patient, manners.terse())) {
            assertThat(cards(bare(patient, server))).isEqualTo(cards(filled(patient)));
            assertThat(server.asked()).contains("metadata");
        }
    }

    @Test
    void capabilityStatementIsReadBesideTheFirstCall() throws IOException {
        PatientCase patient = patient("kidney-disease-dialysis");
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN.lacking("MedicationStatement"))) {
            server.holdDescription();
            assertThat(cards(bare(patient, server))).isEqualTo(patient.answer().cards());
            assertThat(server.asked()).anyMatch(asked -> asked.startsWith("MedicationStatement"));

            server.describe();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                server.forget();
                List<String> cards = cards(bare(patient, server));
                return cards.equals(patient.answer().cards())
                        && server.asked().stream().noneMatch(asked -> asked.startsWith("MedicationStatement"));
            });
        }
    }

    @Test
    void specimenOfAServerThatDoesNotSearchThemIsReadByItsReference() throws IOException {
        PatientCase patient = patient("specimen-haemolysed");
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN.ofUsCore())) {
            assertThat(cards(bare(patient, server))).isEqualTo(cards(filled(patient)));
            assertThat(server.asked()).anyMatch(asked -> asked.startsWith("Specimen/"));
        }
    }

    @Test
    void specimenThatIsNowhereIsMissingData() throws IOException {
        PatientCase patient = withoutType(patient("specimen-haemolysed"), "Specimen");
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN)) {
            call(bare(patient, server), patient.service())
                    .statusCode(412)
                    .body("issue[0].expression", hasItem("Observation.specimen"))
                    .body("issue[0].diagnostics", containsString("Specimen/"));
        }
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN.lacking("Specimen"))) {
            call(filled(patient).put("fhirServer", server.url()), patient.service())
                    .statusCode(200);
        }
    }

    @Test
    void notSupportedInPlaceOfAKeyIsAServerWithoutSuchData() {
        PatientCase patient = patient("kidney-disease-dialysis");
        ObjectNode call = filled(patient);
        ObjectNode outcome = ((ObjectNode) call.path("prefetch")).putObject("specimens");
        outcome.put("resourceType", "OperationOutcome")
                .withArray("issue")
                .addObject()
                .put("severity", "error")
                .put("code", "not-supported");

        call(call, patient.service())
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.notAvailable", equalTo(List.of("Specimen")));
        outcome.withArray("issue").removeAll();
        outcome.withArray("issue").addObject().put("severity", "error").put("code", "exception");
        call(call, patient.service()).statusCode(412).body("issue[0].expression", hasItem("prefetch.specimens"));
    }

    @Test
    void reportsAreReadWhenTheyComeAndMissedByNobodyWhenTheyDoNot() {
        PatientCase patient = patient("report-concludes-nodule");
        ObjectNode call = filled(patient);
        call(call, patient.service()).statusCode(200).body("cards.size()", equalTo(1));

        ((ObjectNode) call.path("prefetch")).remove("diagnosticReports");
        call(call, patient.service()).statusCode(200).body("cards.size()", equalTo(0));
        ((ObjectNode) call.path("prefetch")).putNull("diagnosticReports");
        call(call, patient.service()).statusCode(200).body("cards.size()", equalTo(0));
    }

    @Test
    void draftKnownOnlyByReferenceIsNeverSilent() throws IOException {
        PatientCase patient = warfarinDraft();
        ObjectNode call = filled(withoutType(patient, "Medication"));

        call(call, ORDER_SIGN)
                .statusCode(412)
                .body("issue[0].code", equalTo("required"))
                .body("issue[0].expression", hasItem("MedicationRequest.medication"))
                .body("issue[0].diagnostics", containsString("Medication/"));
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN)) {
            assertThat(cards(call.put("fhirServer", server.url())))
                    .isEqualTo(patient.answer().cards())
                    .isNotEmpty();
            assertThat(server.asked()).allMatch(asked -> asked.startsWith("Medication/") || asked.equals("metadata"));
        }
        try (RecordServer server = new RecordServer(withoutType(patient, "Medication"), Manners.PLAIN)) {
            call(call.put("fhirServer", server.url()), ORDER_SIGN)
                    .statusCode(412)
                    .body("issue[0].diagnostics", containsString("The FHIR server refused."));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "observations observations2 observationsByComponent observationsByValue",
                "observations observations2 observations3 observations4 observations5 findings"
            })
    void earlierKeysAreAnsweredAsBefore(String keys) {
        PatientCase patient = patient("kidney-disease-dialysis");
        ObjectNode call = filled(patient);
        ObjectNode prefetch = (ObjectNode) call.path("prefetch");
        JsonNode observations = prefetch.remove("allObservations");
        for (String key : keys.split(" ")) {
            prefetch.putObject(key).put("resourceType", "Bundle").put("type", "searchset");
        }
        prefetch.set("observations", observations);

        assertThat(cards(call)).isEqualTo(patient.answer().cards());
        prefetch.putNull("observations2");
        assertThat(cards(call)).isEqualTo(patient.answer().cards());
        prefetch.remove("observations2");
        call(call, patient.service())
                .statusCode(412)
                .body("issue.expression.flatten()", hasItem("prefetch.allObservations"));
    }

    /** An order case with its medicine in a resource of its own, which the context does not hold. */
    private static PatientCase warfarinDraft() {
        PatientCase patient = PatientCase.all().stream()
                .filter(each -> each.service().equals(ORDER_SIGN))
                .filter(each -> each.name().contains("vitamin-k-antagonist")
                        || each.name().contains("warfarin"))
                .filter(each -> !each.answer().cards().isEmpty())
                .filter(each -> each.context()
                        .path("draftOrders")
                        .path("entry")
                        .valueStream()
                        .anyMatch(entry -> entry.path("resource").has("medicationCodeableConcept")))
                .findFirst()
                .orElseThrow();
        ObjectNode bundle = patient.bundle().deepCopy();
        ObjectNode context = patient.context().deepCopy();
        context.path("draftOrders").path("entry").forEach(entry -> {
            ObjectNode draft = (ObjectNode) entry.path("resource");
            JsonNode concept = draft.remove("medicationCodeableConcept");
            if (concept != null) {
                String id = "medication-of-" + draft.path("id").asString();
                draft.putObject("medicationReference").put("reference", "Medication/" + id);
                ObjectNode medication = bundle.withArray("entry").addObject().putObject("resource");
                medication.put("resourceType", "Medication").put("id", id).set("code", concept);
            }
        });
        return patient.with(bundle, patient.expected(), context);
    }

    private static PatientCase withoutType(PatientCase patient, String type) {
        ObjectNode bundle = patient.bundle().deepCopy();
        List<JsonNode> kept = bundle.path("entry")
                .valueStream()
                .filter(entry ->
                        !entry.path("resource").path("resourceType").asString().equals(type))
                .toList();
        bundle.withArray("entry").removeAll().addAll(kept);
        return patient.with(bundle);
    }

    private ObjectNode filled(PatientCase patient) {
        Map<String, String> templates = decisionSupport.services().stream()
                .filter(service -> service.id().equals(patient.service()))
                .flatMap(service -> service.prefetch().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, each -> template(each.getValue())));
        ObjectNode call = CaseCalls.call(patient, FhirServer.ofUsCore(patient).prefetch(templates));
        return call.put("service", patient.service());
    }

    private static String template(PrefetchQuery query) {
        return query.template();
    }

    private static ObjectNode bare(PatientCase patient, RecordServer server) {
        return CaseCalls.call(patient, JsonNodeFactory.instance.objectNode())
                .put("fhirServer", server.url())
                .put("service", patient.service());
    }

    private ValidatableResponse call(ObjectNode call, String service) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(call.toString())
                .post("/cds-services/" + service)
                .then();
    }
}
