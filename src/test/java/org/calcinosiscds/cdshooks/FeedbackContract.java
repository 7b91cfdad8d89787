package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.calcinosiscds.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What feedback does, on whatever database the class that extends this has. */
abstract class FeedbackContract extends HookTest {
    private static final String FEEDBACK = SERVICE + "/feedback";

    @Autowired
    private Store store;

    private String patient;

    @BeforeEach
    void newPatient() {
        patient = UUID.randomUUID().toString();
    }

    @Test
    void cardIsTheSameOneInTheAnswerToARepeatedCallAndAnotherForEachPatient() {
        String uuid = card("71.40").getString("cards[0].uuid");

        assertThat(card("71.40").getString("cards[0].uuid")).isEqualTo(uuid);
        newPatient();
        assertThat(card("71.40").getString("cards[0].uuid")).isNotEqualTo(uuid);
        assertThat(UUID.fromString(uuid).version()).isEqualTo(8);
    }

    @Test
    void acceptedAndOverriddenAreKeptTogether() {
        JsonPath first = card("71.40");
        newPatient();
        JsonPath second = card("72.00");

        feedback(FeedbackRequest.of(
                        FeedbackRequest.accepted(
                                first.getString("cards[0].uuid"), first.getString("cards[0].suggestions[0].uuid")),
                        FeedbackRequest.overridden(
                                second.getString("cards[0].uuid"), "patient-declined", FeedbackRequest.NOW)))
                .statusCode(200);

        assertThat(rows("accepted", first.getString("cards[0].uuid"))).isEqualTo(1);
        assertThat(rows("overridden", second.getString("cards[0].uuid"))).isEqualTo(1);
    }

    @Test
    void reasonOfAnOldClientIsKept() {
        String uuid = card("71.40").getString("cards[0].uuid");

        feedback(FeedbackRequest.of(FeedbackRequest.overriddenByOldClient(uuid, "patient-declined")))
                .statusCode(200);

        assertThat(reason(uuid)).isEqualTo("patient-declined");
    }

    @Test
    void repeatedFeedbackIsKeptOnce() {
        String uuid = card("71.40").getString("cards[0].uuid");
        String twice = FeedbackRequest.of(FeedbackRequest.dismissed(uuid), FeedbackRequest.dismissed(uuid));

        feedback(twice).statusCode(200);
        feedback(twice).statusCode(200);

        assertThat(rows("overridden", uuid)).isEqualTo(1);
    }

    @Test
    void oneUnknownCardRefusesAllAndIsNamed() {
        String uuid = card("71.40").getString("cards[0].uuid");
        String forged = uuid.substring(0, 35) + (uuid.endsWith("0") ? "1" : "0");

        feedback(FeedbackRequest.of(
                        FeedbackRequest.dismissed(uuid),
                        FeedbackRequest.dismissed(forged),
                        FeedbackRequest.dismissed(UUID.randomUUID().toString())))
                .statusCode(400)
                .contentType("application/fhir+json")
                .body("issue.code", contains("not-found", "not-found"))
                .body("issue.expression", contains(List.of("feedback[1].card"), List.of("feedback[2].card")));

        assertThat(rows("overridden", uuid)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|feedback",
                "{}|feedback",
                "{\"feedback\":[]}|feedback",
                "{\"feedback\":{}}|feedback",
                "{\"feedback\":[1]}|feedback[0]",
                "{\"feedback\":[{}]}|feedback[0].card",
                "{\"feedback\":[{\"card\":\"x\"}]}|feedback[0].card",
                "{\"feedback\":[{\"card\":\"$\"}]}|feedback[0].outcomeTimestamp",
                "{\"feedback\":[{\"card\":\"$\",\"outcomeTimestamp\":\"2026-11-21\"}]}|feedback[0].outcomeTimestamp",
                "{\"feedback\":[{\"card\":\"$\",\"outcomeTimestamp\":\"2026-11-21T09:06:00Z\"}]}|feedback[0].outcomeTimestamp",
                "{\"feedback\":[{\"card\":\"$\",\"outcomeTimestamp\":\"2026-08-21T09:00:00Z\"}]}|feedback[0].outcomeTimestamp",
                "{\"feedback\":[{\"card\":\"$\",#}]}|feedback[0].outcome",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"ignored\"}]}|feedback[0].outcome",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"accepted\"}]}|feedback[0].acceptedSuggestions",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"accepted\",\"acceptedSuggestions\":[]}]}|feedback[0].acceptedSuggestions",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"accepted\",\"acceptedSuggestions\":[{\"id\":\"$\"}]}]}|feedback[0].acceptedSuggestions[0].id",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"overridden\",\"overrideReason\":\"no\"}]}|feedback[0].overrideReason",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"overridden\",\"overrideReason\":{\"reason\":{\"code\":\"defer\"}}}]}|feedback[0].overrideReason.reason.system",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"overridden\",\"overrideReason\":{\"reason\":{\"system\":\"@\",\"code\":\"none\"}}}]}|feedback[0].overrideReason.reason.code",
                "{\"feedback\":[{\"card\":\"$\",#,\"outcome\":\"overridden\",\"overrideReason\":{\"userComment\":1}}]}|feedback[0].overrideReason.userComment",
            })
    void whatIsWrongIsNamed(String body, String location) {
        String uuid = card("71.40").getString("cards[0].uuid");

        ValidatableResponse answer = feedback(body.replace("$", uuid)
                        .replace("#", "\"outcomeTimestamp\":\"2026-11-21T09:00:00Z\"")
                        .replace("@", "https://calcinosis-cds.org/fhir/CodeSystem/override-reason"))
                .statusCode(400)
                .contentType("application/fhir+json");

        if (!body.equals("[]")) {
            answer.body("issue.expression", contains(List.of(location)));
        }
    }

    @Test
    void tooManyItemsAndTooLongACommentAreRefused() {
        String uuid = card("71.40").getString("cards[0].uuid");
        String[] items = new String[101];
        java.util.Arrays.fill(items, FeedbackRequest.dismissed(uuid));

        feedback(FeedbackRequest.of(items)).statusCode(400).body("issue[0].expression", contains("feedback"));
        feedback(FeedbackRequest.of(FeedbackRequest.overridden(uuid, "defer", FeedbackRequest.NOW)
                        .replace("yesterday", "y".repeat(4096))))
                .statusCode(400)
                .body("issue[0].expression", contains("feedback[0].overrideReason.userComment"));
        feedback(FeedbackRequest.of(FeedbackRequest.overridden(uuid, "defer", FeedbackRequest.NOW)
                        .replace("yesterday", "y".repeat(300_000))))
                .statusCode(413);
    }

    @Test
    void answeredProblemIsNotShownAgainUntilSomethingElseTriggersIt() {
        String uuid = card("71.40").getString("cards[0].uuid");
        feedback(FeedbackRequest.of(FeedbackRequest.overridden(uuid, "defer", FeedbackRequest.NOW)))
                .statusCode(200);

        assertThat(card("71.40").getList("cards")).isEmpty();
        assertThat(card(HookRequest.patientView(patient, "71.40")
                                .with(
                                        "prefetch.observations",
                                        HookRequest.searchset(HookRequest.observation("new", patient, "71.40"))))
                        .getList("cards"))
                .hasSize(1);
        newPatient();
        assertThat(card("71.40").getList("cards")).hasSize(1);
    }

    @Test
    void criticalProblemComesBackAfterADay() {
        String uuid = card("71.40").getString("cards[0].uuid");
        feedback(FeedbackRequest.of(FeedbackRequest.overridden(uuid, "defer", FeedbackRequest.NOW)))
                .statusCode(200);

        assertThat(card(asOf("2026-11-22T08:59:59Z")).getList("cards")).isEmpty();
        assertThat(card(asOf("2026-11-22T09:00:00Z")).getList("cards")).hasSize(1);
    }

    @Test
    void feedbackOnAnUnknownServiceIsAnswered404() {
        given().port(port)
                .contentType(ContentType.JSON)
                .body(FeedbackRequest.of())
                .post("/cds-services/other/feedback")
                .then()
                .statusCode(404)
                .body("issue", hasSize(1))
                .body("issue[0].code", equalTo("not-found"));
    }

    private HookRequest asOf(String instant) {
        return HookRequest.patientView(patient, "71.40")
                .with("extension", "{\"org.calcinosis-cds\":{\"asOf\":\"" + instant + "\"}}");
    }

    private JsonPath card(String value) {
        return card(HookRequest.patientView(patient, value));
    }

    private JsonPath card(HookRequest request) {
        return call(request).statusCode(200).extract().jsonPath();
    }

    private ValidatableResponse feedback(String body) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(body)
                .post(FEEDBACK)
                .then();
    }

    private String reason(String card) {
        return store.read(
                Duration.ofSeconds(20),
                jdbc -> jdbc.sql("select reason from feedback where card = :card")
                        .param("card", card)
                        .query(String.class)
                        .single());
    }

    private int rows(String outcome, String card) {
        return store.read(
                Duration.ofSeconds(20),
                jdbc -> jdbc.sql("select count(*) from feedback where outcome = :outcome and card = :card")
                        .param("outcome", outcome)
                        .param("card", card)
                        .query(Integer.class)
                        .single());
    }
}
