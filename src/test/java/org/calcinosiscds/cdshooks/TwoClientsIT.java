package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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

    private static final String ASSESS = "/fhir/$assess";
    private static final String NDJSON = "application/fhir+ndjson;charset=utf-8";
    private static final String ORIGIN = "https://ehr.example.org";

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
            settings.add(client + "cors-origins", () -> ORIGIN);
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
            // All that filters add to other answers, although none of them sees it.
            call(token("flooding"))
                    .statusCode(503)
                    .contentType("application/fhir+json")
                    .header("Retry-After", equalTo("1"))
                    .header("Cache-Control", equalTo("no-store"))
                    .header("X-Content-Type-Options", equalTo("nosniff"))
                    .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                    .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                    .body("issue[0].code", equalTo("throttled"));
            for (int call = 0; call < 20; call++) {
                call(token("quiet")).statusCode(200);
            }
            // Before the token is verified.
            call(forged("flooding")).statusCode(503);
            call(forged("quiet")).statusCode(401);
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void streamsAreSharedToo() throws Exception {
        try (Socket stream = streamThatGoesOn("flooding")) {
            assertThat(new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .startsWith("HTTP/1.1 200");

            stream("flooding").statusCode(503).body("issue[0].code", equalTo("throttled"));
            stream("quiet").statusCode(200);
        }
    }

    private ValidatableResponse stream(String issuer) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + KEY.token(ASSESS, NOW, issuer))
                .header("Content-Type", NDJSON)
                .body("no JSON\n".getBytes(StandardCharsets.US_ASCII))
                .post(ASSESS)
                .then();
    }

    /** The first line is answered at once, because it is no JSON; the last never comes. */
    private Socket streamThatGoesOn(String issuer) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream().write("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Content-Type: %s\r
                        Transfer-Encoding: chunked\r
                        \r
                        8\r
                        no JSON
                        \r
                        """.formatted(ASSESS, KEY.token(ASSESS, NOW, issuer), NDJSON)
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private ValidatableResponse call(String token) {
        return given().port(port)
                .header("Authorization", "Bearer " + token)
                .header("Origin", ORIGIN)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .then();
    }

    /** Names the issuer and is signed by somebody else. */
    private static String forged(String issuer) {
        return TokenMaker.es384("first").token(SERVICE, NOW, issuer);
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
