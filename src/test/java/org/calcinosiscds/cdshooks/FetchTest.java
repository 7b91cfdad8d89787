package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.restassured.RestAssured.given;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.calcinosiscds.client.TokenMaker;
import org.calcinosiscds.ehr.EhrFhirServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Calls that do not bring all data, a real FHIR server, one that fails as it is told, and one on nobody's list. */
@ExtendWith(OutputCaptureExtension.class)
abstract class FetchTest extends HookTest {
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    static final TokenMaker KEY = TokenMaker.es384("key");
    static final String CANARY = "Zzyzx-Token-7731";

    // Servers are shared by all classes of these tests, as the service that calls them is, and end with the JVM.
    static final EhrFhirServer EHR = new EhrFhirServer();
    static final WireMockServer BROKEN =
            started(WireMockConfiguration.options().dynamicPort().gzipDisabled(true));

    /** A server that is on nobody's list. */
    static final WireMockServer THIEF = started(WireMockConfiguration.options().dynamicPort());

    static final ExecutorService CALLERS = Executors.newCachedThreadPool();

    @TempDir
    static Path folder;

    String issuer = TokenMaker.ISSUER;

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        settings.add("calcinosis.fetch.open-duration", () -> "0s");
        settings.add("calcinosis.fetch.pages", () -> "10");
        settings.add("calcinosis.fetch.capabilities-every", () -> "0s");
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        for (int i = 0; i < 2; i++) {
            String client = "calcinosis.clients[" + i + "].";
            String name = i == 0 ? "patient" : "hasty";
            settings.add(client + "name", () -> name);
            settings.add(client + "issuer", () -> name.equals("hasty") ? "hasty" : TokenMaker.ISSUER);
            settings.add(client + "keys", () -> "file:" + keys);
            settings.add(client + "fhir-servers[0].url", FetchTest::broken);
            settings.add(client + "degraded-card", () -> "false");
            settings.add(client + "deadline", () -> name.equals("hasty") ? "900ms" : "60s");
        }
        settings.add("calcinosis.clients[0].fhir-servers[1].url", EHR::url);
    }

    private static WireMockServer started(WireMockConfiguration options) {
        WireMockServer server = new WireMockServer(options);
        server.start();
        return server;
    }

    static String broken() {
        return "http://localhost:" + BROKEN.port() + "/fhir";
    }

    @BeforeEach
    void serverWorks() {
        BROKEN.resetAll();
        THIEF.resetAll();
        BROKEN.stubFor(get(urlEqualTo("/fhir/Patient/p1")).willReturn(okJson(HookRequest.patient("p1"))));
        BROKEN.stubFor(get(urlPathEqualTo("/fhir/Condition")).willReturn(okJson(HookRequest.searchset())));
        answer(okJson(HookRequest.searchset(HookRequest.observation("ca", "p1", "12"))));
    }

    static void answer(ResponseDefinitionBuilder answer) {
        BROKEN.stubFor(get(urlPathEqualTo("/fhir/Observation")).willReturn(answer));
    }

    static HookRequest call() {
        return HookRequest.patientView()
                .with("fhirServer", HookRequest.quoted(broken()))
                .with("fhirAuthorization", authorization(CANARY))
                .with("prefetch.conditions", HookRequest.searchset());
    }

    static HookRequest bare(String patientId) {
        return HookRequest.patientView(patientId, "1").without("prefetch");
    }

    static String authorization(String token) {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}".formatted(token);
    }

    ValidatableResponse hook(HookRequest request) {
        return given().port(port)
                .header("Authorization", "Bearer " + KEY.token(SERVICE, NOW, issuer))
                .contentType(ContentType.JSON)
                .body(request.toString())
                .post(SERVICE)
                .then();
    }
}
