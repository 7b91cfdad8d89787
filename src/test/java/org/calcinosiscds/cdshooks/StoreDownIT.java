package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.calcinosiscds.store.TcpProxy;
import org.calcinosiscds.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database goes and comes back while the service runs. It was never there when the service started. */
class StoreDownIT extends HookTest {
    private static final URI DATABASE =
            URI.create(TestDatabase.POSTGRESQL.freshUrl().substring("jdbc:".length()));
    private static final TcpProxy PROXY = new TcpProxy(DATABASE.getPort());

    @DynamicPropertySource
    static void store(DynamicPropertyRegistry properties) throws IOException {
        PROXY.refuse();
        properties.add(
                "calcinosis.store.url",
                () -> "jdbc:postgresql://localhost:" + PROXY.port() + DATABASE.getPath() + "?" + DATABASE.getQuery());
        properties.add("calcinosis.store.max-wait", () -> "50ms");
    }

    @AfterEach
    void recover() throws IOException {
        PROXY.recover();
    }

    @AfterAll
    static void close() {
        PROXY.close();
    }

    @Test
    void hooksAreAnsweredAndFeedbackIsNotWhileTheDatabaseIsDown() throws Exception {
        PROXY.refuse();

        String card = card();
        feedback(card)
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .contentType("application/fhir+json")
                .body("issue[0].code", equalTo("transient"));
        given().port(port)
                .get("/actuator/health/feedback")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"));
        given().port(port).get("/actuator/health/readiness").then().statusCode(200);
        given().port(port).get("/actuator/health/liveness").then().statusCode(200);

        PROXY.recover();

        assertThat(eventually(card)).isEqualTo(200);
        assertThat(eventually(() ->
                        given().port(port).get("/actuator/health/feedback").statusCode()))
                .isEqualTo(200);
    }

    @Test
    void databaseThatSaysNothingDelaysNobodyForLong() throws Exception {
        PROXY.recover();
        String card = card();
        assertThat(eventually(card)).isEqualTo(200);
        PROXY.fallSilent();

        for (int call = 0; call < 5; call++) {
            card();
        }
        feedback(card).statusCode(503);

        PROXY.recover();
        assertThat(eventually(card)).isEqualTo(200);
    }

    private int eventually(String card) throws InterruptedException {
        return eventually(() -> feedback(card).extract().statusCode());
    }

    /** What is answered in the end: a database that is back is found again by itself. */
    private static int eventually(IntSupplier call) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int status = 0;
        while (status != 200 && System.nanoTime() < end) {
            Thread.sleep(200);
            status = call.getAsInt();
        }
        return status;
    }

    private String card() {
        return call(HookRequest.patientView(UUID.randomUUID().toString(), "71.40"))
                .statusCode(200)
                .body("cards", hasSize(1))
                .extract()
                .path("cards[0].uuid");
    }

    private ValidatableResponse feedback(String card) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(FeedbackRequest.of(FeedbackRequest.dismissed(card)))
                .post(SERVICE + "/feedback")
                .then();
    }
}
