package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.calcinosiscds.client.TokenMaker;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two replicas on one PostgreSQL, behind a load balancer that takes turns. */
class ReplicasIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
    private static final String SERVICE = "/cds-services/" + FakeDecisionSupport.SERVICE;

    private final List<ConfigurableApplicationContext> replicas = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        replicas.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void cardOfOneReplicaIsAnsweredAtTheOtherAndOneMayEnd() throws Exception {
        assumeTrue(Files.isExecutable(HAPROXY), "haproxy is not installed: apt-get install haproxy");
        String url = TestDatabase.POSTGRESQL.freshUrl();
        replicas.add(replica(url));
        replicas.add(replica(url));
        int port = balance();

        Set<String> answered = new HashSet<>();
        for (int call = 0; call < 20; call++) {
            String patient = UUID.randomUUID().toString();
            JsonPath card = view(port, patient).statusCode(200).extract().jsonPath();
            String uuid = card.getString("cards[0].uuid");
            // Whose turn it is now is another's than that of the card.
            feedback(port, uuid, card.getString("cards[0].suggestions[0].uuid")).statusCode(200);
            feedback(port, uuid, card.getString("cards[0].suggestions[0].uuid")).statusCode(200);
            waitUntilSnoozed(port, patient);
            view(port, patient).statusCode(200).body("cards", empty());
            view(port, patient).statusCode(200).body("cards", empty());
            answered.add(uuid);
        }
        assertThat(kept(replicas.get(0))).isEqualTo(answered);
        assertThat(kept(replicas.get(1))).isEqualTo(answered);

        replicas.remove(0).close();
        for (int call = 0; call < 20; call++) {
            view(port, UUID.randomUUID().toString()).statusCode(200);
        }
    }

    @Test
    void tokenIsGoodForOneCallOfAllReplicas() throws Exception {
        assumeTrue(Files.isExecutable(HAPROXY), "haproxy is not installed: apt-get install haproxy");
        TokenMaker key = TokenMaker.es384("key");
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(key));
        String url = TestDatabase.POSTGRESQL.freshUrl();
        String[] client = {
            "--calcinosis.public-url=" + TokenMaker.PUBLIC_URL,
            "--calcinosis.on-store-failure=reject",
            "--calcinosis.clients[0].name=ehr",
            "--calcinosis.clients[0].issuer=" + TokenMaker.ISSUER,
            "--calcinosis.clients[0].keys=file:" + keys,
            "--calcinosis.clients[0].deadline=30s"
        };
        replicas.add(replica(url, client));
        replicas.add(replica(url, client));
        int port = balance();

        for (int call = 0; call < 10; call++) {
            String token = key.token(SERVICE, NOW);
            // The first is answered by one replica, the second refused by the other, the third by the one that knows
            // it.
            assertThat(List.of(call(port, token), call(port, token), call(port, token)))
                    .containsExactly(200, 401, 401);
        }

        String last = key.token(SERVICE, NOW);
        assertThat(call(port, last)).isEqualTo(200);
        replicas.remove(0).close();
        assertThat(call(port, last)).isEqualTo(401);
        assertThat(call(port, key.token(SERVICE, NOW))).isEqualTo(200);
    }

    private static int call(int port, String token) {
        return given().port(port)
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .statusCode();
    }

    private static ConfigurableApplicationContext replica(String url, String... more) throws ClassNotFoundException {
        String[] settings = Stream.concat(
                        Stream.of(
                                "--server.port=0",
                                "--calcinosis.store.url=" + url,
                                "--calcinosis.store.max-wait=20s",
                                "--spring.jmx.enabled=false"),
                        Stream.of(more))
                .toArray(String[]::new);
        return new SpringApplicationBuilder(
                        FakeDecisionSupportConfiguration.class, Class.forName("org.calcinosiscds.Application"))
                .run(settings);
    }

    private int balance() throws IOException, InterruptedException {
        int port = freePort();
        StringBuilder configuration = new StringBuilder("""
                defaults
                  mode http
                  timeout connect 2s
                  timeout client 60s
                  timeout server 60s
                  retries 3
                  option redispatch 1
                  retry-on conn-failure
                  balance roundrobin
                listen replicas
                  bind 127.0.0.1:%d
                """.formatted(port));
        for (ConfigurableApplicationContext replica : replicas) {
            String name = replica.getEnvironment().getProperty("local.server.port");
            configuration.append("  server replica%s 127.0.0.1:%s%n".formatted(name, name));
        }
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
        processes.add(new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("haproxy.log").toFile()))
                .start());
        waitFor(port);
        return port;
    }

    /** The replica that gave the card notes it a moment after it was given. */
    private static void waitUntilSnoozed(int port, String patient) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end
                && !view(port, patient).extract().jsonPath().getList("cards").isEmpty()) {
            Thread.sleep(50);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void waitFor(int port) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("haproxy did not start.");
    }

    private static ValidatableResponse view(int port, String patient) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView(patient, "71.40").toString())
                .post(SERVICE)
                .then();
    }

    private static ValidatableResponse feedback(int port, String card, String suggestion) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(FeedbackRequest.of(FeedbackRequest.accepted(card, suggestion)))
                .post(SERVICE + "/feedback")
                .then();
    }

    private static Set<String> kept(ConfigurableApplicationContext replica) {
        return replica.getBean(Store.class)
                .read(
                        Duration.ofSeconds(20),
                        jdbc -> new HashSet<>(jdbc.sql("select card from feedback")
                                .query(String.class)
                                .list()));
    }
}
