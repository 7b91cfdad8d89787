package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Answers of a controller, a filter, a valve and Tomcat itself all have the same headers of protection. */
@TestPropertySource(properties = {"calcinosis.admission.calls=1", "calcinosis.limits.body-time=60s"})
class AnswerHeadersIT extends HookTest {
    private static final String POST =
            "POST " + SERVICE + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /** What says how the answer is to be read, or when to call again. */
    private static final Set<String> OTHERS = Set.of(
            "allow",
            "connection",
            "content-length",
            "content-type",
            "date",
            "keep-alive",
            "retry-after",
            "transfer-encoding",
            "vary");

    @Test
    void refusalInFrontOfTheFiltersHasTheHeadersOfACard() throws IOException {
        Map<String, String> ordinary = answer(200, cards());
        try (Socket other = callThatWaitsForItsBody()) {
            assertThat(other.isConnected()).isTrue();
            assertThat(answer(503, cards())).isEqualTo(ordinary);
        }
        assertThat(ordinary)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("cache-control", "no-store");
    }

    /** Refused by a valve, by Tomcat before it chooses an application, by a filter, and by Spring. */
    @ParameterizedTest
    @ValueSource(strings = {"400 /fhir/../x", "400 /fhir/;x", "400 /{", "400 /%zz", "404 /nothing", "405 " + SERVICE})
    void otherRefusalsHaveThemToo(String refusal) throws IOException {
        String[] parts = refusal.split(" ");

        assertThat(answer(Integer.parseInt(parts[0]), "GET " + parts[1] + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(answer(200, cards()));
    }

    private static String cards() {
        String body = HookRequest.patientView().toString();
        return POST + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** It has the only place: the client is asked for the body when that is read. */
    private Socket callThatWaitsForItsBody() throws IOException {
        while (true) {
            Socket socket = sent(POST + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n");
            if (reader(socket).readLine().startsWith("HTTP/1.1 100")) {
                return socket;
            }
            socket.close();
        }
    }

    /** Repeats the request while the place of the call before is not free yet. */
    private Map<String, String> answer(int status, String request) throws IOException {
        while (true) {
            try (Socket socket = sent(request)) {
                BufferedReader reader = reader(socket);
                String line = reader.readLine();
                if (line.startsWith("HTTP/1.1 " + status)) {
                    return headers(reader);
                }
                assertThat(line).startsWith("HTTP/1.1 503");
            }
        }
    }

    private static Map<String, String> headers(BufferedReader reader) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        headers.keySet().removeAll(OTHERS);
        return headers;
    }

    private Socket sent(String request) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
