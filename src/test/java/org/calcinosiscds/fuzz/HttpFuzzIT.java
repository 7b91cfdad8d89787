package org.calcinosiscds.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Spoiled requests to every address of the running service and to its management port, always the same ones for a seed: no answer is a fault, every refusal is an
 * OperationOutcome, and nothing of a request comes back or is logged.
 *
 * <p>{@code -Dfuzz.requests} says how many, {@code -Dfuzz.seed} which.
 */
@Tag("http-fuzz")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "calcinosis.open.degraded-card=false"
        })
@ExtendWith(OutputCaptureExtension.class)
class HttpFuzzIT {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 250);
    private static final long SEED = Long.getLong("fuzz.seed", 20261121L);
    private static final Pattern NAMES =
            Pattern.compile("\"(?:reference|id|resourceId|url)\":\"[^\"]*\"|(?<=[0-9] )" + EditedCase.MARK + "(?=\\W)");
    private static final int HANGING_MILLIS = 30_000;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int management;

    @Test
    void noRequestBreaksTheServiceOrMakesItTalk(CapturedOutput output) throws IOException {
        List<PatientCase> cases = PatientCase.every(29);
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        long slowest = 0;
        for (int number = 0; number < REQUESTS && failures.size() < 10; number++) {
            byte[] request = new RandomCall(SEED + number, cases).bytes();
            int logged = output.getAll().length();
            long start = System.nanoTime();
            String answer = send(request, number % 10 == 0 ? management : port);
            slowest = Math.max(slowest, System.nanoTime() - start);
            try {
                statuses.merge(check(answer, request[0] == 'H'), 1, Integer::sum);
            } catch (AssertionError | RuntimeException e) {
                failures.add("Request %d: %s%n%s%nLogged meanwhile: %s"
                        .formatted(
                                number,
                                head(request),
                                e.getMessage(),
                                output.getAll().substring(logged)));
            }
        }

        System.out.printf("Answers by status: %s, the slowest in %d ms.%n", statuses, slowest / 1_000_000);
        assertThat(failures).isEmpty();
        assertThat(output.getAll()).doesNotContain(EditedCase.MARK, "Exception", "\tat ", "Failed to answer");
        assertThat(statuses).as("answers of all kinds: %s", statuses).containsKeys(200, 400, 404, 412);
    }

    private static int check(String answer, boolean isHead) {
        assertThat(answer).matches("(?s)HTTP/1\\.1 \\d{3}.*");
        int status = Integer.parseInt(answer.substring(9, 12));
        assertThat(status).as(answer).matches(code -> code < 500 || code == 503);
        // An answer has to call patients and resources something, and shows a result in its unit; a refusal says
        // nothing of them.
        assertThat(status == 200 ? NAMES.matcher(answer).replaceAll("") : answer)
                .doesNotContain(EditedCase.MARK);
        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        String body = answer.substring(head.length() + 4);
        if (status != 200 && !isHead) {
            assertThat(head).contains("application/fhir+json");
            assertThat(Json.read(body).path("resourceType").asString("")).isEqualTo("OperationOutcome");
        } else if (head.contains("ndjson")) {
            assertThat(body.lines().filter(line -> !line.isBlank()))
                    .allSatisfy(line ->
                            assertThat(Json.read(line).has("resourceType")).isTrue());
        } else if (!isHead && !body.isEmpty()) {
            Json.read(body);
        }
        return status;
    }

    private static String send(byte[] request, int port) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(HANGING_MILLIS);
            socket.getOutputStream().write(request);
            try (InputStream in = socket.getInputStream()) {
                return unchunked(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Of an answer of unknown length, without the lengths of its parts. */
    private static String unchunked(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        return end < 0 || !answer.substring(0, end).contains("Transfer-Encoding: chunked")
                ? answer
                : answer.substring(0, end + 4)
                        + answer.substring(end + 4).replaceAll("(?m)(?:\\r\\n)?^[0-9a-f]+\\r\\n", "");
    }

    private static String head(byte[] request) {
        return new String(request, 0, Math.min(request.length, 3000), StandardCharsets.UTF_8);
    }
}
