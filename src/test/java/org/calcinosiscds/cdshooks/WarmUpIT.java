package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.calcinosiscds.client.TokenMaker;
import org.calcinosiscds.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service with clients, an audit and a store is warmed up by whole calls, of which nothing is left when it is ready. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.warm-up.budget=8s")
@Import(WarmUpIT.ReadinessLog.class)
class WarmUpIT {
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";
    private static final TokenMaker KEYS = TokenMaker.es384("key");
    private static final Pattern LINE =
            Pattern.compile("Warmed up\\. calls=\"(\\d+)\" refused=\"0\" millis=\"\\d+\" warm=\"(?:true|false)\"");

    @TempDir
    static Path folder;

    @LocalServerPort
    int port;

    @Autowired
    Store store;

    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEYS));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        settings.add("calcinosis.clients[0].name", () -> "ehr");
        settings.add("calcinosis.clients[0].issuer", () -> TokenMaker.ISSUER);
        settings.add("calcinosis.clients[0].keys", () -> "file:" + keys);
        settings.add("calcinosis.clients[0].deadline", () -> "60s");
        settings.add(
                "calcinosis.audit.file", () -> folder.resolve("audit.ndjson").toString());
    }

    /** Says in the log when the service is ready. */
    @TestConfiguration
    static class ReadinessLog {
        @EventListener
        void changed(AvailabilityChangeEvent<ReadinessState> event) {
            LoggerFactory.getLogger(WarmUpIT.class)
                    .atInfo()
                    .addKeyValue("readiness", event.getState())
                    .log("Changed.");
        }
    }

    @Test
    void callsBeforeTheServiceIsReadyLeaveNothing(CapturedOutput output) throws Exception {
        assertThat(output.getOut()).containsPattern(LINE);
        assertThat(output.getOut().indexOf("Warmed up."))
                .isLessThan(output.getOut().indexOf("readiness=\"ACCEPTING_TRAFFIC\""));
        given().port(port).get("/actuator/health/readiness").then().statusCode(200);
        assertThat(output.getOut()).doesNotContain("Answered hook.", "warm-up-patient", "Refused requests");
        assertThat(folder.resolve("audit.ndjson"))
                .satisfiesAnyOf(
                        file -> assertThat(file).doesNotExist(),
                        file -> assertThat(file).isEmptyFile());
        assertThat(meters.getMeters())
                .extracting(meter -> meter.getId().getName())
                .doesNotContain("calcinosis.hooks", "calcinosis.rules", "calcinosis.recognition");
        assertThat(meters.find("http.server.requests").timers())
                .noneMatch(timer -> timer.getId().getTag("uri").startsWith("/cds-services"));

        given().port(port)
                .contentType(ContentType.JSON)
                .body(example())
                .post(SERVICE)
                .then()
                .statusCode(401);
        Response answer = given().port(port)
                .contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + KEYS.token(SERVICE, Instant.now()))
                .body(example())
                .post(SERVICE);

        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> given = answer.path("cards.uuid");
        assertThat(given).isNotEmpty();
        // Cards are written in the order in which they were given.
        assertThat(written(given.size())).containsExactlyInAnyOrderElementsOf(given);
        assertThat(output.getOut()).contains("Answered hook.");
        assertThat(folder.resolve("audit.ndjson")).isNotEmptyFile();
        assertThat(meters.find("calcinosis.hooks").timers())
                .extracting(Timer::count)
                .contains(1L);
    }

    private static byte[] example() throws IOException {
        return new ClassPathResource("requests/patient-view-dialysis.json").getContentAsByteArray();
    }

    /** All cards of the store, once there are as many as that. */
    private List<String> written(int cards) throws InterruptedException {
        List<String> ids = List.of();
        for (int attempt = 0; ids.size() < cards && attempt < 600; attempt++) {
            Thread.sleep(50);
            ids = store.read(
                    Duration.ofSeconds(10),
                    jdbc -> jdbc.sql("select uuid from card")
                            .query(String.class)
                            .list());
        }
        return ids;
    }
}
