package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service without and with clients beside each other: what the one refuses, the other refuses too. */
class OpenAndTrustedModeIT {
    private static final TokenMaker KEY = TokenMaker.es384("first");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final String JSON = "Content-Type: application/json\r\n";

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext open;
    private static ConfigurableApplicationContext trusted;

    @BeforeAll
    static void start() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        open = run(Map.of());
        trusted = run(Map.of(
                "calcinosis.public-url",
                TokenMaker.PUBLIC_URL,
                "calcinosis.clients[0].name",
                "ehr",
                "calcinosis.clients[0].issuer",
                TokenMaker.ISSUER,
                "calcinosis.clients[0].keys",
                keys.toUri().toString()));
    }

    private static ConfigurableApplicationContext run(Map<String, Object> settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoint.prometheus.access=read_only",
                "--calcinosis.management-hosts=monitoring.example.org",
                "--calcinosis.store.url=none"));
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return new SpringApplicationBuilder(
                        Class.forName("org.calcinosiscds.Application"), FakeDecisionSupportConfiguration.class)
                .run(arguments.toArray(String[]::new));
    }

    @AfterAll
    static void end() {
        open.close();
        trusted.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    local.management.port | GET /actuator/health                | Host: attacker.net
                    local.management.port | GET /actuator/prometheus            | Host: attacker.net:9080
                    local.management.port | GET /actuator/info                  | Host: localhost.attacker.net
                    local.management.port | GET /actuator                       | Host: 10.0.0.1
                    local.management.port | GET /actuator/health                | Host: user@localhost
                    local.management.port | GET /actuator/env                   | Host: localhost
                    local.management.port | GET /actuator/../actuator/health    | Host: localhost
                    local.management.port | GET /actuator;x=1/health            | Host: localhost
                    local.management.port | GET /actuator%2Fhealth              | Host: localhost
                    local.management.port | POST /cds-services/$SERVICE         | Host: localhost
                    local.server.port     | POST /cds-services/$SERVICE         | Host: attacker.net
                    local.server.port     | POST /fhir/$assess                  | Host: attacker.net
                    local.server.port     | GET /actuator/feedback              | Host: localhost
                    local.server.port     | GET /actuator/prometheus            | Host: localhost
                    local.server.port     | GET /api-docs/../fhir/Library       | Host: localhost
                    local.server.port     | GET /api-docs/%2e%2e/fhir/Library   | Host: localhost
                    local.server.port     | GET /cds-services;x=1               | Host: localhost
                    local.management.port | TRACE /actuator/health              | Host: localhost
                    local.server.port     | TRACE /cds-services                 | Host: localhost
                    """)
    void whatIsRefusedInOneModeIsRefusedInBoth(String port, String line, String host) throws IOException {
        String head = line.replace("$SERVICE", FakeDecisionSupport.SERVICE) + " HTTP/1.1\r\n" + host + "\r\n" + JSON;

        assertThat(exchange(open, port, head, "")).matches("(?s)HTTP/1.1 4.*OperationOutcome.*");
        assertThat(exchange(trusted, port, head, "")).matches("(?s)HTTP/1.1 4.*OperationOutcome.*");
    }

    static Stream<Arguments> ambiguousTargets() {
        List<String> targets = List.of(
                "/actuator/../cds-services",
                "/actuator/%2e%2e/cds-services",
                "/actuator/%2E./health",
                "/actuator%2fhealth",
                "/actuator%5chealth",
                "/actuator/health;x=1",
                "/actuator/health%3bx",
                "//actuator/health",
                "/actuator//health",
                "/./actuator/health",
                "/actuator/health%00",
                "/actuator\\health",
                "http://localhost/actuator/../health",
                "http://localhost//actuator/health",
                "http://localhost/actuator%2Fhealth",
                "actuator/health",
                "*");
        return targets.stream()
                .flatMap(target -> Stream.of("local.server.port", "local.management.port")
                        .map(port -> Arguments.of(port, target)));
    }

    /** One rule for both servlets and the management port, for every caller. */
    @ParameterizedTest
    @MethodSource
    void ambiguousTargets(String port, String target) throws IOException {
        for (String rewritten :
                List.of(target, target.replace("actuator", "fhir").replace("health", "metadata"))) {
            String head = "GET " + rewritten + " HTTP/1.1\r\nHost: localhost\r\n";
            for (ConfigurableApplicationContext mode : List.of(open, trusted)) {
                assertThat(exchange(mode, port, head, ""))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("application/fhir+json", "OperationOutcome", "Cache-Control: no-store");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Content-Type: application/xml       | 415
                    Content-Encoding: gzip              | 415
                    Content-Length: 11000000            | 413
                    Accept: text/html                   | 406
                    """)
    void bodyIsRefusedInBothModesAlsoOfAKnownClient(String header, int status) throws IOException {
        String head = "POST " + HookTest.SERVICE + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"
                + (header.startsWith("Content-Type") ? "" : JSON);
        String token = "Authorization: Bearer " + KEY.token(HookTest.SERVICE, NOW) + "\r\n";

        assertThat(exchange(open, "local.server.port", head, "{")).startsWith("HTTP/1.1 " + status);
        assertThat(exchange(trusted, "local.server.port", head + token, "{")).startsWith("HTTP/1.1 " + status);
        assertThat(exchange(trusted, "local.server.port", head, "{")).matches("(?s)HTTP/1.1 4.*");
    }

    @Test
    void refusalComesBeforeTheBodyThatAClientAsksToSend() throws IOException {
        String head = "POST " + HookTest.SERVICE + " HTTP/1.1\r\nHost: localhost\r\n" + JSON
                + "Expect: 100-continue\r\nContent-Length: ";

        assertThat(exchange(trusted, "local.server.port", head + "100\r\n", "")).startsWith("HTTP/1.1 401 ");
        assertThat(exchange(open, "local.server.port", head + "11000000\r\n", ""))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9080", "127.0.0.1", "[::1]", "monitoring.example.org"})
    void managementAnswersToItsOwnNames(String host) throws IOException {
        String head = "GET /actuator/prometheus HTTP/1.1\r\nHost: " + host + "\r\n";

        assertThat(exchange(open, "local.management.port", head, "")).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(trusted, "local.management.port", head, "")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cds-services",
                "/fhir/metadata",
                "/",
                "/api-docs",
                "/rules/CC-001",
                "/actuator/health/liveness",
                "/actuator/health/readiness"
            })
    void publicAddressAnswersHeadAsGetWithoutBody(String path) throws IOException {
        String rest = " " + path + " HTTP/1.1\r\nHost: localhost\r\n";
        for (ConfigurableApplicationContext mode : List.of(open, trusted)) {
            String got = exchange(mode, "local.server.port", "GET" + rest, "");
            String head = exchange(mode, "local.server.port", "HEAD" + rest, "");

            assertThat(head.lines().findFirst()).isEqualTo(got.lines().findFirst());
            assertThat(head).endsWith("\r\n\r\n").doesNotContain("{").containsSubsequence("Content-Type: ");
            assertThat(got.lines().filter(line -> line.startsWith("Cache-Control: ")))
                    .as(path)
                    .hasSizeLessThan(2);
        }
    }

    @Test
    void firstPageSaysTheSameWithAndWithoutClients() throws IOException {
        String head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
        String page = exchange(trusted, "local.server.port", head, "");

        assertThat(page).contains("It is ready.").doesNotContain("ehr", TokenMaker.ISSUER, "0.1.0");
        assertThat(page.substring(page.indexOf("<!doctype")))
                .isEqualTo(exchange(open, "local.server.port", head, "").replaceFirst("(?s).*(?=<!doctype)", ""));
    }

    @Test
    void clientIsNotNeededWhereNoneIsConfiguredAndElsewhereIs() throws IOException {
        String head = "POST " + HookTest.SERVICE + " HTTP/1.1\r\nHost: localhost\r\n" + JSON;
        String body = HookRequest.patientView().toString();

        assertThat(exchange(open, "local.server.port", head, body)).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(trusted, "local.server.port", head, body)).startsWith("HTTP/1.1 401 ");
    }

    private static String exchange(ConfigurableApplicationContext mode, String port, String head, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String length =
                bytes.length == 0 || head.contains("Content-Length") ? "" : "Content-Length: " + bytes.length + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", mode.getEnvironment().getRequiredProperty(port, Integer.class))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((head + length + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
