package org.calcinosiscds.cdshooks;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadRequestIT extends HookTest {
    private static final String USER =
            "Field 'context.userId' must be a reference to a Practitioner, PractitionerRole, Patient or RelatedPerson.";
    private static final String HOOK = "Field 'hook' must be 'patient-view', the hook of this service.";
    private static final String ID = "Field 'context.patientId' must be a FHIR logical id.";
    private static final String SERVER =
            "Field 'fhirServer' must be an absolute http or https URL without user, query and fragment.";

    static Stream<Arguments> badFields() {
        return Stream.of(
                arguments("hook", null, "hook", HOOK),
                arguments("hook", "null", "hook", HOOK),
                arguments("hook", "\"order-sign\"", "hook", HOOK),
                arguments("hook", "7", "hook", "Found a number at hook, expected a string."),
                arguments("hookInstance", null, "hookInstance", "Field 'hookInstance' was absent."),
                arguments("hookInstance", "\"\"", "hookInstance", "Field 'hookInstance' must be a UUID."),
                arguments("hookInstance", "\"Rosalind\"", "hookInstance", "Field 'hookInstance' must be a UUID."),
                arguments("hookInstance", "[]", "hookInstance", "Found an array at hookInstance, expected a string."),
                arguments("fhirServer", "\"/fhir\"", "fhirServer", SERVER),
                arguments("fhirServer", "\"ftp://ehr.example.org\"", "fhirServer", SERVER),
                arguments("fhirServer", "\"https://\"", "fhirServer", SERVER),
                arguments("fhirServer", "\"https://ehr.example.org@attacker.net/fhir\"", "fhirServer", SERVER),
                arguments("fhirServer", "\"https://ehr.example.org/fhir/../admin\"", "fhirServer", SERVER),
                arguments("fhirServer", "\"https://ehr example\"", "fhirServer", SERVER),
                arguments("fhirServer", "{}", "fhirServer", "Found an object at fhirServer, expected a string."),
                arguments(
                        "fhirAuthorization",
                        "\"t\"",
                        "fhirAuthorization",
                        "Found a string at fhirAuthorization, expected an object."),
                arguments(
                        "fhirAuthorization",
                        "{\"patient\":\"p2\"}",
                        "fhirAuthorization.patient",
                        "Field 'fhirAuthorization.patient' must equal 'context.patientId'."),
                arguments("context", null, "context", "Field 'context' was absent."),
                arguments("context", "[]", "context", "Found an array at context, expected an object."),
                arguments("context.userId", null, "context.userId", "Field 'context.userId' was absent."),
                arguments("context.userId", "\"dr1\"", "context.userId", USER),
                arguments("context.userId", "\"Device/d1\"", "context.userId", USER),
                arguments("context.patientId", null, "context.patientId", "Field 'context.patientId' was absent."),
                arguments("context.patientId", "\"\"", "context.patientId", ID),
                arguments("context.patientId", "\"Patient/p1\"", "context.patientId", ID),
                arguments("context.patientId", "\"p1?_id=p2\"", "context.patientId", ID),
                arguments(
                        "context.patientId",
                        "1",
                        "context.patientId",
                        "Found a number at context.patientId, expected a string."),
                arguments(
                        "context.encounterId",
                        "\"e/1\"",
                        "context.encounterId",
                        "Field 'context.encounterId' must be a FHIR logical id."),
                arguments(
                        "extension",
                        "{\"org.calcinosis-cds\":{\"asOf\":\"yesterday\"}}",
                        "extension.org.calcinosis-cds.asOf",
                        "Field 'extension.org.calcinosis-cds.asOf' must be an instant with a time zone between 1900 and 2200."),
                arguments("prefetch", "\"\"", "prefetch", "Found a string at prefetch, expected an object."),
                arguments(
                        "prefetch.observations",
                        "[]",
                        "prefetch.observations",
                        "Found an array at prefetch.observations, expected an object."),
                arguments(
                        "prefetch.observations",
                        "{}",
                        "prefetch.observations",
                        "Found an object without resourceType at prefetch.observations, expected a FHIR R4 resource."),
                arguments(
                        "prefetch.observations",
                        HookRequest.observation("a", "p1", "1e3000000"),
                        "prefetch.observations.valueQuantity.value",
                        "Found a number with a large exponent at prefetch.observations.valueQuantity.value, expected one"
                                + " within plus or minus 30."),
                arguments(
                        "prefetch.patient",
                        HookRequest.patient("p2"),
                        "prefetch.patient",
                        "Prefetch key 'patient' must hold the Patient with the id of 'context.patientId'."),
                arguments(
                        "prefetch.patient",
                        "{\"resourceType\":\"Patient\"}",
                        "prefetch.patient",
                        "Prefetch key 'patient' must hold the Patient with the id of 'context.patientId'."));
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void wrongFieldIsAnswered400NamingIt(String path, String json, String expression, String diagnostics) {
        HookRequest request = HookRequest.patientView();

        call(json == null ? request.without(path) : request.with(path, json))
                .statusCode(400)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.severity", contains("error"))
                .body("issue[0].diagnostics", equalTo(diagnostics))
                .body("issue[0].expression", contains(expression));
    }

    static Stream<Arguments> notUnderstood() {
        String phosphate = HookRequest.observation("a", "p1", "7")
                .replace(
                        "{\"text\":\"calcium\"}",
                        "{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"2777-1\"}]}");
        return Stream.of(
                arguments(
                        "prefetch.patient",
                        "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"birthDate\":\"1960-02-03T10:00:00\"}",
                        "prefetch.patient.birthDate",
                        "Found a date with a time at prefetch.patient.birthDate, expected a date."),
                arguments(
                        "prefetch.observations",
                        phosphate.replace("\"id\":\"a\"", "\"id\":\"a\\nb\""),
                        "prefetch.observations.id",
                        "Found a string that is no id at prefetch.observations.id, expected a FHIR logical id."),
                arguments(
                        "prefetch.observations",
                        phosphate.replace("final", "Rosalind"),
                        "prefetch.observations.status",
                        "Found a value of 'status' that FHIR R4 does not allow in an Observation at"
                                + " prefetch.observations.status, expected a code of the value set that FHIR R4 requires."),
                arguments(
                        "prefetch.observations",
                        phosphate.replace("\"subject\":{\"reference\":\"Patient/p1\"},", ""),
                        "prefetch.observations",
                        "Found an Observation at prefetch.observations that does not say whose it is, expected a reference"
                                + " to the Patient."),
                arguments(
                        "prefetch.observations",
                        HookRequest.searchset(
                                HookRequest.observation("a", "p1", "12"),
                                "{\"resourceType\":\"MedicationRequest\",\"subject\":{\"reference\":\"Patient/p1\"},"
                                        + "\"medication\":{}}"),
                        "prefetch.observations.entry[1].resource",
                        "Found an element 'medication' of FHIR R5 in a MedicationRequest at"
                                + " prefetch.observations.entry[1].resource,"
                                + " expected FHIR R4."));
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void whatRulesReadAndIsNotUnderstoodIsAnswered412NamingIt(
            String path, String json, String expression, String diagnostics) {
        call(HookRequest.patientView().with(path, json))
                .statusCode(412)
                .body("issue[0].diagnostics", equalTo(diagnostics))
                .body("issue[0].expression", contains(expression));
    }

    @Test
    void whatNobodyReadsMayBeAnything() {
        call(HookRequest.patientView()
                        .with("prefetch.observations", HookRequest.observation("a", "p1", "\"Rosalind\"")))
                .statusCode(200);
        call(HookRequest.patientView()
                        .with(
                                "prefetch.observations",
                                HookRequest.observation("a", "p1", "12")
                                        .replaceFirst(
                                                "\\{",
                                                "{\"modifierExtension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}],")))
                .statusCode(200);
    }

    static Stream<Arguments> unmetPrefetch() {
        String page = "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"https://x\"}]}";
        String outcome =
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"warning\",\"code\":\"processing\"}]}";
        return Stream.of(
                arguments(
                        "observations",
                        page,
                        "Prefetch key 'observations' held one page of several; all of them are needed."),
                arguments(
                        "observations",
                        outcome,
                        "Prefetch key 'observations' held an OperationOutcome in place of the data."),
                arguments("patient", outcome, "Prefetch key 'patient' held an OperationOutcome in place of the data."),
                arguments("patient", "null", "Prefetch key 'patient' was null; the Patient is needed."),
                arguments(
                        "observations",
                        HookRequest.observation("a", "p2", "1"),
                        "Prefetch key 'observations' held resources, but none of the patient in context."));
    }

    @ParameterizedTest
    @MethodSource("unmetPrefetch")
    void prefetchThatCannotCarryTheDecisionIsAnswered412(String key, String json, String diagnostics) {
        call(HookRequest.patientView().with("prefetch." + key, json))
                .statusCode(412)
                .contentType("application/fhir+json")
                .body("issue[0].code", equalTo("required"))
                .body("issue[0].diagnostics", equalTo(diagnostics))
                .body("issue[0].expression", contains("prefetch." + key));
    }

    @Test
    void keyThatHoldsAnotherTypeIsAnswered412UnlessTheTypeIsElsewhere() {
        String condition = "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p1\"}}";

        call(HookRequest.patientView().with("prefetch.observations", condition))
                .statusCode(412)
                .body("issue.diagnostics", contains("Prefetch key 'observations' held resources, but no Observation."));
        call(HookRequest.patientView()
                        .with("prefetch.observations", condition)
                        .with("prefetch.conditions", HookRequest.observation("a", "p1", "12")))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalTo(12));
    }

    @Test
    void pageOfSeveralUnderAnotherKeyIsNotUsed() {
        String page = HookRequest.searchset(HookRequest.observation("a", "p1", "12"))
                .replace("\"entry\"", "\"link\":[{\"relation\":\"next\"}],\"entry\"");

        call(HookRequest.patientView().with("prefetch.observations", "null").with("prefetch.everything", page))
                .statusCode(200)
                .body("cards", empty());
    }

    @Test
    void twoThousandEntriesAreReadAndOneMoreIsRefused() {
        String[] observations = IntStream.range(0, 2001)
                .mapToObj(number -> HookRequest.observation("o" + number, "p1", "12"))
                .toArray(String[]::new);
        HookRequest request = HookRequest.patientView();

        call(request.with("prefetch.observations", HookRequest.searchset(Arrays.copyOf(observations, 2000))))
                .statusCode(200);
        call(request.with("prefetch.observations", HookRequest.searchset(observations)))
                .statusCode(400)
                .body("issue[0].code", equalTo("too-costly"))
                .body(
                        "issue[0].diagnostics",
                        equalTo("Found more than 2000 entries at prefetch.observations.entry[2000], expected fewer."));
    }

    @Test
    void callWithoutAnyPrefetchIsAnswered412WithAnIssueForEachKey() {
        call(HookRequest.patientView().without("prefetch"))
                .statusCode(412)
                .body(
                        "issue.expression.flatten()",
                        contains("prefetch.patient", "prefetch.observations", "prefetch.conditions"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "7", "\"Rosalind\"", "[]", "{", "{\"hook\"", "Rosalind", "<Patient/>", "{}{}"})
    void bodyThatIsNoJsonObjectIsAnswered400(String body) {
        call(body).statusCode(400).contentType("application/fhir+json").body("issue[0].code", equalTo("structure"));
    }

    @Test
    void unknownFieldsAndExtensionsAreIgnored() {
        String extension = "{\"com.example\":{\"value\":\"x\",\"hook\":[null,{\"extension\":{}}]}}";

        call(HookRequest.patientView()
                        .with("extension", extension)
                        .with("unknown", extension)
                        .with("context.extension", extension)
                        .with("context.unknown", "[]")
                        .with("prefetch.extension", extension)
                        .with("prefetch.user", "\"123\"")
                        .with("fhirAuthorization", "{\"access_token\":\"t\",\"patient\":\"p1\",\"extension\":{}}")
                        .with("fhirServer", "\"https://ehr.example.org/fhir\""))
                .statusCode(200)
                .body("cards.summary", contains("Calcium-phosphate product is high"));
    }

    @Test
    void unknownElementsOfAResourceAreIgnored() {
        String observation =
                HookRequest.observation("a", "p1", "71.40").replace("\"status\"", "\"vendor\":{\"x\":1},\"status\"");

        call(HookRequest.patientView().with("prefetch.observations", observation))
                .statusCode(200);
    }

    @Test
    void resourcesUnderKeysThatWereNotAskedForAreUsed() {
        call(HookRequest.patientView()
                        .with("prefetch.observations", "null")
                        .with("prefetch.everything", HookRequest.searchset(HookRequest.observation("a", "p1", "12"))))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalTo(12));
    }

    @Test
    void anotherPatientsResourcesNeverReachTheCard() {
        call(HookRequest.patientView()
                        .with(
                                "prefetch.observations",
                                HookRequest.searchset(
                                        HookRequest.observation("a", "p2", "99"),
                                        HookRequest.patient("p2"),
                                        HookRequest.observation("b", "p1", "12"))))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalTo(12));
    }
}
