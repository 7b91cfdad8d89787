package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Puts a name that nobody has wherever a request can hold one, and looks for it in the log and in the answer. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryIT extends HookTest {
    private static final String CANARY = "Zzyzx-Canary-7731";
    private static final String JSON = "Content-Type: application/json\r\n";

    /** A valid call that holds the canary in every value, header and unknown name that a valid call can hold it in. */
    private static HookRequest valid() {
        String patient = HookRequest.patient(CANARY)
                .replace(
                        "\"birthDate\"",
                        "\"name\":[{\"family\":\"%1$s\"}],\"%1$s\":\"%1$s\",\"birthDate\"".formatted(CANARY));
        return HookRequest.patientView(CANARY, "77317731.77")
                .with("context.userId", HookRequest.quoted("Practitioner/" + CANARY))
                .with("context.encounterId", HookRequest.quoted(CANARY))
                .with("context." + CANARY, HookRequest.quoted(CANARY))
                .with("fhirServer", HookRequest.quoted("https://ehr.example.org/" + CANARY))
                .with("fhirAuthorization", "{\"access_token\":\"%s\"}".formatted(CANARY))
                .with(CANARY, HookRequest.quoted(CANARY))
                .with("prefetch.patient", patient)
                .with("prefetch.observations", HookRequest.searchset(observation("calcium")))
                .with(
                        "prefetch." + CANARY,
                        HookRequest.searchset(HookRequest.observation(CANARY, CANARY + "2", "77317731.77")));
    }

    private static String observation(String text) {
        return HookRequest.observation(CANARY, CANARY, "77317731.77")
                .replace("calcium", text)
                .replace("\"status\"", "\"note\":[{\"text\":\"%s\"}],\"status\"".formatted(CANARY));
    }

    /** With a code that rules ask for, so that a flaw in it is missing data; without one nobody reads the result. */
    private static String readByRules(String observation) {
        return observation.replace(
                "\"code\":{", "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"17861-6\"}],");
    }

    static Stream<Arguments> refusals() {
        String name = HookRequest.quoted(CANARY);
        return Stream.of(
                arguments("hook", name),
                arguments("hookInstance", name),
                arguments("fhirServer", name),
                arguments("fhirAuthorization", "{\"patient\":%s}".formatted(HookRequest.quoted(CANARY + "2"))),
                arguments("context", "[%s]".formatted(name)),
                arguments("context.userId", name),
                arguments("context.patientId", HookRequest.quoted("Patient/" + CANARY)),
                arguments("context.patientId", HookRequest.quoted(CANARY + "2")),
                arguments("context.encounterId", HookRequest.quoted(CANARY + "/")),
                arguments("prefetch", name),
                arguments("prefetch.patient", name),
                arguments("prefetch.patient", "{\"resourceType\":%s}".formatted(name)),
                arguments("prefetch.patient", "{\"resourceType\":\"Patient\",\"birthDate\":%s}".formatted(name)),
                arguments("prefetch.patient", "{\"resourceType\":\"Patient\",\"name\":%s}".formatted(name)),
                arguments("prefetch.patient", "{\"resourceType\":\"Patient\",\"gender\":%s}".formatted(name)),
                arguments(
                        "prefetch.patient",
                        "{\"resourceType\":\"Patient\",\"text\":{\"div\":\"<div>%s\"}}".formatted(CANARY)),
                arguments(
                        "prefetch.patient",
                        "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":%s}]}".formatted(name)),
                arguments(
                        "prefetch.patient",
                        "{\"resourceType\":\"Patient\",\"id\":%s}".formatted(HookRequest.quoted(CANARY + "2"))),
                arguments("prefetch.observations", readByRules(HookRequest.observation(CANARY, CANARY, name))),
                arguments(
                        "prefetch.observations",
                        readByRules(HookRequest.observation(CANARY, CANARY, "1"))
                                .replace("2026-11-11", "2026-11-11-" + CANARY)),
                arguments(
                        "prefetch.observations",
                        HookRequest.searchset(readByRules(HookRequest.observation(CANARY, CANARY, name)))),
                arguments("prefetch.observations", HookRequest.observation(CANARY, CANARY + "2", "1")),
                arguments("prefetch.observations", HookRequest.observation(CANARY, CANARY, "77317731e99")),
                arguments("prefetch.observations", "{\"resourceType\":\"Bundle\",\"entry\":%s}".formatted(name)),
                arguments(
                        "prefetch.observations",
                        "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{%s:{}}}]}".formatted(name)),
                arguments(
                        "prefetch.observations",
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":%s}]}".formatted(name)),
                arguments(
                        "prefetch.observations",
                        "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":%s}]}".formatted(name)),
                arguments("prefetch." + CANARY, "{\"resourceType\":%s}".formatted(name)),
                arguments("prefetch." + CANARY, "{\"%1$s\":1e77317731,\"resourceType\":%2$s}".formatted(CANARY, name)),
                arguments("prefetch." + CANARY, "{\"%1$s\":1,\"%1$s\":2}".formatted(CANARY)),
                arguments(CANARY, "{\"\":%s}".formatted(name)),
                arguments(CANARY, CANARY),
                arguments(CANARY, "\"" + CANARY),
                arguments(CANARY, "{" + CANARY + ":1}"),
                arguments("prefetch.observations", observation("overload")),
                arguments("prefetch.observations", observation("broken define")),
                arguments("prefetch.observations", observation("bug")),
                arguments("prefetch.observations", observation("stack overflow")));
    }

    @Test
    void flawInAResultThatNoRuleReadsIsPassedOverInSilence(CapturedOutput output) throws IOException {
        String flawed = HookRequest.observation(CANARY, CANARY, HookRequest.quoted(CANARY));
        String answer = post(valid().with("prefetch.observations", flawed).toString());

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertSilent(answer);
        assertSilent(output.getAll());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalSaysNothingOfThePatient(String path, String json, CapturedOutput output) throws IOException {
        String answer = post(valid().with(path, json).toString());

        assertThat(answer).matches("(?s)HTTP/1.1 (4|50[03]).*").contains("OperationOutcome");
        assertSilent(answer);
        assertSilent(output.getAll());
    }

    @Test
    void answerSaysNothingMoreThanTheCardAndTheLogNothing(CapturedOutput output) throws IOException {
        String answer = post(valid().toString());

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Calcium-phosphate product is high");
        // The drafts refer to the patient, the encounter and the reason, and the card shows the value; nothing else may
        // be repeated.
        assertSilent(answer.replace("Patient/" + CANARY, "")
                .replace("Encounter/" + CANARY, "")
                .replace("Observation/" + CANARY, "")
                .replace("Patient " + CANARY + ",", "")
                .replace("77317731.77", ""));
        assertThat(output.getAll()).contains("Answered hook.").contains("dropped=\"1\"");
        assertSilent(output.getAll());
    }

    static Stream<String> heads() {
        return Stream.of(
                "POST /cds-services/" + CANARY + " HTTP/1.1\r\n" + JSON,
                "POST " + SERVICE + "?name=" + CANARY + " HTTP/1.1\r\n" + JSON + "Accept: " + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\n" + JSON + "Accept: text/" + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\nContent-Type: text/" + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\nContent-Type: application/json;charset=" + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\n" + JSON + "Content-Encoding: " + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\n" + JSON + CANARY + " x: 1\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\n" + JSON + "Transfer-Encoding: " + CANARY + "\r\n",
                "POST " + SERVICE + " HTTP/1.1\r\n" + JSON + "Expect: " + CANARY + "\r\n",
                CANARY + " " + SERVICE + " HTTP/1.1\r\n",
                "GET /" + CANARY + "?" + CANARY + " HTTP/1.1\r\n",
                "GET /cds-services/{" + CANARY + "} HTTP/1.1\r\n",
                "GET /cds-services/%" + CANARY + " HTTP/1.1\r\n",
                "GET /cds-services;" + CANARY + "=% HTTP/1.1\r\n",
                "GET /cds-services/" + CANARY + ".html HTTP/1.1\r\n",
                "GET /cds-services HTTP/" + CANARY + "\r\n",
                "GET /fhir/Library?name=%zz" + CANARY + " HTTP/1.1\r\n",
                "GET /fhir/$assess?%" + CANARY + "=1 HTTP/1.1\r\n",
                "POST /fhir/$assess?" + "a&".repeat(1200) + CANARY + " HTTP/1.1\r\nContent-Type: application/json\r\n",
                "GET /actuator/health/liveness?" + "a&".repeat(1200) + CANARY + " HTTP/1.1\r\n",
                "PATCH /" + CANARY + " HTTP/1.1\r\nContent-Type: */*\r\n",
                "GET /actuator/" + CANARY + " HTTP/1.1\r\n",
                "DELETE /cds-services/" + CANARY + " HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @MethodSource("heads")
    void addressAndHeadersAreNotRepeated(String head, CapturedOutput output) throws IOException {
        String answer = exchange(
                head + "Authorization: Bearer " + CANARY + "\r\nCookie: a=" + CANARY + "\r\nX-" + CANARY + ": " + CANARY
                        + "\r\n",
                valid().toString());

        assertThat(answer).matches("(?s)HTTP/1.1 (4|50[15]).*").contains("OperationOutcome");
        assertSilent(answer);
        assertSilent(output.getAll());
    }

    private static void assertSilent(String text) {
        assertThat(text).doesNotContainIgnoringCase("zzyzx").doesNotContain("77317731");
    }

    private String post(String body) throws IOException {
        return exchange(
                "POST " + SERVICE + "?" + CANARY + " HTTP/1.1\r\n" + JSON + "Authorization: Bearer " + CANARY + "\r\n",
                body);
    }

    private String exchange(String head, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String rest = "Host: localhost\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n";
            socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
