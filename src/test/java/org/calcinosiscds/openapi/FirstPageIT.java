package org.calcinosiscds.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.restassured.response.Response;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.calcinosiscds.cdshooks.HookTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** What a person sees who opens the address of the service, and which version an operator is told. */
class FirstPageIT extends HookTest {
    @Autowired
    private ApplicationContext context;

    @Test
    void pageSaysWhatThisIsAndLeadsOn() {
        Response response = given().port(port).accept("text/html,*/*;q=0.8").get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(response.header("Content-Security-Policy"))
                .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'");
        assertThat(response.asString())
                .contains("Clinical decision support for calcinosis cutis", "It is ready.", "not a medical device")
                .doesNotContain("Authoring")
                .doesNotContainPattern("(?i)<script|<[^>]* on\\w+=")
                .doesNotContain(" style=", "<img", "<link", "@import", "url(", "null");
        assertThat(Pattern.compile("href=\"([^\"]+)\"")
                        .matcher(response.asString())
                        .results()
                        .map((MatchResult link) -> link.group(1)))
                .hasSize(3)
                .allSatisfy(link -> given().port(port).get("/" + link).then().statusCode(200));
    }

    @Test
    void pageSaysWhenTheServiceIsNotReady() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            given().port(port).get("/").then().statusCode(200).body(containsString("It is not ready"));
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
        given().port(port).get("/").then().body(containsString("It is ready."));
    }

    @Test
    void programIsToldThatThereIsOnlyAPage() {
        given().port(port)
                .accept("application/json")
                .get("/")
                .then()
                .statusCode(406)
                .body("resourceType", equalTo("OperationOutcome"));
        given().port(port)
                .body("{}")
                .contentType("application/json")
                .post("/")
                .then()
                .statusCode(405);
    }

    @Test
    void infoSaysWhichVersionContentAndCommit() {
        given().port(port)
                .get("/actuator/info")
                .then()
                .statusCode(200)
                .body("build.version", equalTo("0.1.0"))
                .body("content.name", equalTo("packaged"))
                .body("content.version", equalTo("0.1.0"))
                .body("content.sha256", matchesPattern("[0-9a-f]{64}"));
    }
}
