package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** One client waits for slow FHIR servers with all queries that it can send; data of the other is fetched as if it were alone. */
@TestPropertySource(properties = "calcinosis.fetch.open-duration=0s")
class FetchSharesIT extends HookTest {
    private static final TokenMaker KEY = TokenMaker.es384("first");
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final int SLOW_SERVERS = 6;
    private static final int DELAY_MILLIS = 15_000;
    private static final int THREADS = 64;

    private static final WireMockServer SERVER = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().containerThreads(150).asynchronousResponseEnabled(true));

    @TempDir
    static Path folder;

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        SERVER.start();
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        List<String> names = List.of("flooding", "quiet");
        for (int number = 0; number < names.size(); number++) {
            String name = names.get(number);
            String client = "calcinosis.clients[" + number + "].";
            settings.add(client + "name", () -> name);
            settings.add(client + "issuer", () -> name);
            settings.add(client + "keys", () -> "file:" + keys);
            settings.add(client + "deadline", () -> "60s");
            settings.add(client + "degraded-card", () -> "false");
        }
        for (int server = 1; server <= SLOW_SERVERS; server++) {
            String url = url(server, "slow");
            settings.add("calcinosis.clients[0].fhir-servers[" + (server - 1) + "].url", () -> url);
        }
        settings.add("calcinosis.clients[1].fhir-servers[0].url", () -> url(1, "fast"));
        settings.add("calcinosis.clients[1].fhir-servers[1].url", () -> url(SLOW_SERVERS + 1, "fast"));
    }

    /** Every address of loopback is a server of its own. */
    private static String url(int server, String path) {
        return "http://127.0.0." + server + ":" + SERVER.port() + "/" + path;
    }

    @BeforeEach
    void serversAnswer() {
        SERVER.resetAll();
        for (String path : List.of("slow", "fast")) {
            int delay = path.equals("slow") ? DELAY_MILLIS : 0;
            SERVER.stubFor(get(urlPathMatching("/" + path + "/Patient/.*"))
                    .willReturn(okJson(HookRequest.patient("p1")).withFixedDelay(delay)));
            SERVER.stubFor(get(urlPathMatching("/" + path + "/Condition"))
                    .willReturn(okJson(HookRequest.searchset()).withFixedDelay(delay)));
            SERVER.stubFor(get(urlPathMatching("/" + path + "/Observation"))
                    .willReturn(okJson(HookRequest.searchset(HookRequest.observation("ca", "p1", "12")))
                            .withFixedDelay(delay)));
        }
    }

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    void clientWhoseServersAreSlowLeavesQueriesToTheOther() throws Exception {
        List<CompletableFuture<String>> flood = new ArrayList<>();
        for (int call = 0; call < 5 * SLOW_SERVERS; call++) {
            String server = url(1 + call % SLOW_SERVERS, "slow");
            flood.add(CompletableFuture.supplyAsync(() -> answer("flooding", server), callers));
        }
        while (SERVER.findAll(getRequestedFor(anyUrl())).size() < THREADS - 1) {
            Thread.sleep(20);
        }

        assertThat(answer("quiet", url(SLOW_SERVERS + 1, "fast"))).contains("\"cards\"");
        assertThat(answer("quiet", url(1, "fast"))).contains("\"cards\"");
        assertThat(flood).as("calls of the flooding client under way").noneMatch(CompletableFuture::isDone);
    }

    private String answer(String issuer, String server) {
        return given().port(port)
                .header("Authorization", "Bearer " + KEY.token(SERVICE, NOW, issuer))
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView()
                        .without("prefetch")
                        .with("fhirServer", HookRequest.quoted(server))
                        .toString())
                .post(SERVICE)
                .asString();
    }
}
