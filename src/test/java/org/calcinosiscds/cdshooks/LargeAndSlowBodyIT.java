package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"calcinosis.limits.body-time=3s", "server.tomcat.connection-timeout=2s"})
class LargeAndSlowBodyIT extends HookTest {
    private static final String HEAD = "POST " + SERVICE
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";

    @Test
    void bodyThatSaysItIsTooLargeIsAnswered413() throws IOException {
        String answer = exchange(HEAD + "Content-Length: 10485761\r\n\r\n", out -> {});

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"code\":\"too-long\"");
    }

    @Test
    void chunkedBodyIsCountedAndAnswered413() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        String answer = exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n", out -> {
            for (int count = 0; count <= 160; count++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });

        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("The body was larger than this service takes.")
                .contains("application/fhir+json");
    }

    @Test
    void largestBodyIsStillRead() throws IOException {
        byte[] body = HookRequest.patientView().toString().getBytes(StandardCharsets.UTF_8);
        int length = 10 * 1024 * 1024;
        String answer = exchange(HEAD + "Content-Length: " + length + "\r\n\r\n", out -> {
            out.write(body);
            out.write(" ".repeat(length - body.length).getBytes(StandardCharsets.US_ASCII));
        });

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void bodyThatDripsIsAnswered408() throws IOException {
        String answer = exchange(HEAD + "Content-Length: 100\r\n\r\n", out -> {
            for (int count = 0; count < 60; count++) {
                out.write(' ');
                pause();
            }
        });

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"code\":\"timeout\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json; x=ndjson",
                "application/fhir+json;x=\"application/fhir+ndjson\"",
                "application/json; ndjson=1"
            })
    void parameterOfTheMediaTypeSwitchesNoLimitOff(String type) throws IOException {
        String head =
                "POST /fhir/$assess HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type + "\r\n";

        assertThat(exchange(head + "Content-Length: 10485761\r\n\r\n", out -> {}))
                .startsWith("HTTP/1.1 413 ");
        assertThat(exchange(head + "Content-Length: 100\r\n\r\n{", out -> {})).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void severalMediaTypesAreAnswered415() throws IOException {
        String head = "POST /fhir/$assess HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/fhir+json\r\nContent-Type: application/fhir+ndjson\r\n";

        assertThat(exchange(head + "Content-Length: 2\r\n\r\n{}", out -> {})).startsWith("HTTP/1.1 415 ");
    }

    @Test
    void bodyThatStopsIsAnswered408() throws IOException {
        assertThat(exchange(HEAD + "Content-Length: 100\r\n\r\n{", out -> {})).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void bodyThatIsCutOffIsNotAFault() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write((HEAD + "Content-Length: 100\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
        }

        call(HookRequest.patientView()).statusCode(200);
    }

    private String exchange(String head, Body body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            try {
                body.writeTo(out);
            } catch (IOException e) {
                // The service has answered and takes no more; what it said is still there to read.
            }
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }
}
