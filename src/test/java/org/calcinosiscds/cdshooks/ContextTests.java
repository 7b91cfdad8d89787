package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cdshooks.ContextResources.RecordWithChanges;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.cdshooks.request.FhirAuthorization;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.context.HookContextReader;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientRecords;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contexts of the hooks: what is refused, and what becomes of the drafts and problems in them. */
class ContextTests {
    private static final ContextResources RESOURCES = new ContextResources(DataRequirements.EVERYTHING);
    private static final String CHART = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
            + HookRequest.patient("p1") + "},{\"resource\":" + order("warfarin", "p1", "active") + "}]}";

    static Stream<Arguments> badContexts() {
        String drafts = HookRequest.searchset(order("a", "p1", "draft"));
        return Stream.of(
                arguments("order-sign", "{}", "context.draftOrders", "Field 'context.draftOrders' was absent."),
                arguments(
                        "order-sign",
                        "{\"draftOrders\":" + order("a", "p1", "draft") + "}",
                        "context.draftOrders",
                        "Field 'context.draftOrders' must be a FHIR Bundle."),
                arguments(
                        "order-sign",
                        "{\"draftOrders\":"
                                + HookRequest.searchset("{\"resourceType\":\"OperationOutcome\",\"issue\":"
                                        + "[{\"severity\":\"error\",\"code\":\"exception\"}]}")
                                + "}",
                        "context.draftOrders",
                        "Field 'context.draftOrders' held an OperationOutcome in place of the data."),
                arguments(
                        "order-select",
                        "{\"draftOrders\":" + drafts + "}",
                        "context.selections",
                        "Field 'context.selections' was absent."),
                arguments(
                        "order-select",
                        "{\"draftOrders\":" + drafts + ",\"selections\":[]}",
                        "context.selections",
                        "Field 'context.selections' must name at least one draft order."),
                arguments(
                        "order-select",
                        "{\"draftOrders\":" + drafts + ",\"selections\":[\"a\"]}",
                        "context.selections[0]",
                        "Field 'context.selections[0]' must be a reference such as 'MedicationRequest/1'."),
                arguments(
                        "order-select",
                        "{\"draftOrders\":" + drafts
                                + ",\"selections\":[\"MedicationRequest/a\",\"ServiceRequest/a\"]}",
                        "context.selections[1]",
                        "The selection names no draft order."),
                arguments(
                        "problem-list-item-create",
                        "{\"conditions\":null}",
                        "context.conditions",
                        "Field 'context.conditions' was absent."),
                arguments(
                        "encounter-discharge", "{}", "context.encounterId", "Field 'context.encounterId' was absent."));
    }

    @ParameterizedTest
    @MethodSource("badContexts")
    void badContextIsRefusedNamingThePlace(String hook, String context, String location, String diagnostics) {
        RequestException refusal = catchThrowableOfType(RequestException.class, () -> read(hook, context));

        assertThat(refusal).isNotNull();
        assertThat(refusal.status().code()).isEqualTo(400);
        assertThat(refusal.issues()).containsExactly(new OutcomeIssue("value", diagnostics, location));
    }

    static Stream<Arguments> wrongKinds() {
        return Stream.of(
                arguments("order-sign", "{\"draftOrders\":[]}", "context.draftOrders"),
                arguments(
                        "order-select",
                        "{\"draftOrders\":{\"resourceType\":\"Bundle\"},\"selections\":\"MedicationRequest/a\"}",
                        "context.selections"),
                arguments(
                        "order-select",
                        "{\"draftOrders\":{\"resourceType\":\"Bundle\"},\"selections\":[{}]}",
                        "context.selections[0]"),
                arguments(
                        "problem-list-item-create",
                        "{\"conditions\":{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{}}]}}",
                        "context.conditions.entry[0].resource"));
    }

    @ParameterizedTest
    @MethodSource("wrongKinds")
    void wrongKindOfValueIsRefusedNamingThePlace(String hook, String context, String location) {
        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> read(hook, context))
                .extracting(RejectedInputException::location)
                .isEqualTo(location);
    }

    @Test
    void patientViewReadsNothingOfOtherHooks() {
        RecordWithChanges changed = read("patient-view", "{\"draftOrders\":7,\"selections\":{},\"conditions\":\"\"}");

        assertThat(changed.changes()).isEqualTo(UnsavedChanges.NONE);
    }

    @Test
    void parameterOfOperationsMeansTheSameAsTheContextOfACall() {
        String drafts = HookRequest.searchset(order("a", "p1", "draft"), order("b", "p1", "draft"));
        JsonValue call =
                json("{\"userId\":\"Practitioner/d\",\"patientId\":\"p1\",\"encounterId\":\"e\",\"draftOrders\":"
                        + drafts + ",\"selections\":[\"MedicationRequest/b\"]}");
        JsonValue parameter =
                json("{\"name\":\"context\",\"part\":[{\"name\":\"userId\",\"valueString\":\"Practitioner/d\"},"
                        + "{\"name\":\"encounterId\",\"valueId\":\"e\"},{\"name\":\"draftOrders\",\"resource\":"
                        + drafts
                        + "},{\"name\":\"selections\",\"valueString\":\"MedicationRequest/b\"}]}");

        HookContext ofCall = HookContextReader.read(new CallContext(call, PatientRecords.bundles()), "order-select");
        HookContext ofOperation =
                new HookContextReader(PatientRecords.guard(), PatientRecords.bundles()).read(parameter, "order-select");

        PatientBundle chart = PatientRecords.of(CHART, "p1");
        assertThat(changes(ofCall, chart)).isEqualTo(changes(ofOperation, chart));
        assertThat(changes(ofCall, chart).selections()).containsExactly("MedicationRequest/b");
        assertThat(List.of(ofCall.user(), ofCall.encounterId()))
                .isEqualTo(List.of(ofOperation.user(), ofOperation.encounterId()));
    }

    private static UnsavedChanges changes(HookContext context, PatientBundle chart) {
        PatientCompartment compartment = new PatientCompartment("p1", null);
        return context.session(
                context.addTo(chart, compartment, DataRequirements.EVERYTHING).bundle(), "order-select");
    }

    private static JsonValue json(String text) {
        return PatientRecords.guard().read(text.getBytes(StandardCharsets.UTF_8), Set.of());
    }

    @Test
    void draftTakesThePlaceOfTheOrderWithItsId() {
        RecordWithChanges changed = sign(order("warfarin", "p1", "draft"));

        assertThat(orders(changed)).containsExactly("warfarin draft");
        assertThat(changed.changes().drafts()).containsExactly("MedicationRequest/warfarin");
        assertThat(changed.changes().selections()).isNull();
        assertThat(changed.changes().canDelete("MedicationRequest/warfarin")).isTrue();
    }

    @Test
    void draftsOfOtherPatientsAreLeftOutAndCounted() {
        RecordWithChanges changed = sign(order("a", "p2", "draft"), order("b", "p1", "draft"));

        assertThat(orders(changed)).containsExactly("warfarin active", "b draft");
        assertThat(changed.record().dropped()).isEqualTo(1);
        assertThat(changed.changes().drafts()).containsExactly("MedicationRequest/b");
    }

    @Test
    void selectionOfAnotherPatientsDraftSelectsNothing() {
        RecordWithChanges changed = read(
                "order-select",
                "{\"draftOrders\":" + HookRequest.searchset(order("a", "p2", "draft"), order("b", "p1", "draft"))
                        + ",\"selections\":[\"MedicationRequest/a\"]}");

        assertThat(changed.changes().selections()).isEmpty();
    }

    @Test
    void draftWithoutIdIsJudgedButCannotBeDeleted() {
        String unnamed = order("x", "p1", "draft").replace("\"id\":\"x\",", "");
        RecordWithChanges changed = sign(unnamed, order("draft-1", "p1", "draft"), unnamed);

        assertThat(changed.changes().drafts())
                .containsExactly("MedicationRequest/draft-2", "MedicationRequest/draft-1", "MedicationRequest/draft-3");
        assertThat(changed.changes().drafts().stream().filter(changed.changes()::canDelete))
                .containsExactly("MedicationRequest/draft-1");
        assertThat(orders(changed)).hasSize(4);
    }

    @Test
    void anOrderOfTheChartCannotBeDeleted() {
        assertThat(sign(order("b", "p1", "draft")).changes().canDelete("MedicationRequest/warfarin"))
                .isFalse();
    }

    @Test
    void patientOfTheChartStays() {
        RecordWithChanges changed = sign(HookRequest.patient("p1").replace("1960-02-03", "2020-02-03"));

        assertThat(changed.record().patient().getBirthDateElement().getValueAsString())
                .isEqualTo("1960-02-03");
        assertThat(changed.changes().drafts()).isEmpty();
    }

    @Test
    void newProblemsAreConditions() {
        String condition = "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p1\"}}";
        RecordWithChanges changed = read(
                "problem-list-item-create",
                "{\"conditions\":" + HookRequest.searchset(condition, HookRequest.observation("o", "p1", "1")) + "}");

        assertThat(changed.changes().newConditions()).containsExactly("Condition/c");
        assertThat(changed.record().ofType("Condition")).hasSize(1);
    }

    private static RecordWithChanges sign(String... drafts) {
        return read("order-sign", "{\"draftOrders\":" + HookRequest.searchset(drafts) + "}");
    }

    private static RecordWithChanges read(String hook, String context) {
        String body = "{\"context\":{\"userId\":\"Practitioner/d\",\"patientId\":\"p1\","
                + context.substring(1).replaceFirst("^}", "\"x\":1}") + "}";
        JsonValue value = PatientRecords.guard()
                .read(
                        body.getBytes(StandardCharsets.UTF_8),
                        Set.of("context", "draftOrders", "selections", "conditions"));
        PatientBundle chart = PatientRecords.of(CHART, "p1");
        return RESOURCES.addTo(
                chart,
                new CdsRequest(
                        hook,
                        "",
                        null,
                        FhirAuthorization.NONE,
                        "p1",
                        HookContextReader.read(
                                new CallContext(value.properties().get("context"), PatientRecords.bundles()), hook),
                        ZonedDateTime.parse("2026-11-21T09:00:00Z"),
                        false,
                        Map.of()));
    }

    private static String order(String id, String patientId, String status) {
        return """
                {"resourceType":"MedicationRequest","id":"%s","status":"%s","intent":"order",\
                "subject":{"reference":"Patient/%s"},"medicationCodeableConcept":{"text":"warfarin"}}""".formatted(id, status, patientId);
    }

    private static List<String> orders(RecordWithChanges changed) {
        return changed.record().ofType("MedicationRequest").stream()
                .map((Resource order) -> order.getIdPart() + " "
                        + ((MedicationRequest) order).getStatus().toCode())
                .toList();
    }
}
