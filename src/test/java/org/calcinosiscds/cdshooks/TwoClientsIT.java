package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** One client takes all that it can get; the other is answered as if it were alone. */
@TestPropertySource(
        properties = {
            "calcinosis.admission.calls=16",
            "calcinosis.limits.body-time=60s",
            "server.tomcat.connection-timeout=60s"
        })
class TwoClientsIT extends HookTest {
    private static final TokenMaker KEY = TokenMaker.es384("first");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        for (String name : List.of("flooding", "quiet")) {
            String client = "calcinosis.clients[" + (name.equals("quiet") ? 1 : 0) + "].";
            settings.add(client + "name", () -> name);
            settings.add(client + "issuer", () -> name);
            settings.add(client + "keys", () -> "file:" + keys);
            settings.add(client + "deadline", () -> "30s");
        }
    }

    @Test
    void clientThatFloodsTakesNoShareOfTheOther() throws Exception {
        List<Socket> flood = new ArrayList<>();
        try {
            for (int call = 0; call < 40; call++) {
                flood.add(callWithoutBody("flooding"));
                Thread.sleep(20);
            }
            assertThat(status("flooding")).isEqualTo(503);
            for (int call = 0; call < 20; call++) {
                assertThat(status("quiet")).isEqualTo(200);
            }
            assertThat(statusOfForged("flooding"))
                    .as("refused before the token is verified")
                    .isEqualTo(503);
            assertThat(statusOfForged("quiet")).isEqualTo(401);
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    private int status(String issuer) {
        return statusOf(token(issuer));
    }

    /** Of a token that names the issuer and is signed by somebody else. */
    private int statusOfForged(String issuer) {
        return statusOf(TokenMaker.es384("first").token(SERVICE, NOW, issuer));
    }

    private int statusOf(String token) {
        return given().port(port)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .statusCode();
    }

    private static String token(String issuer) {
        return KEY.token(SERVICE, NOW, issuer);
    }

    private Socket callWithoutBody(String issuer) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream().write("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Content-Type: application/json\r
                        Content-Length: 1000\r
                        \r
                        {""".formatted(SERVICE, token(issuer)).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
