package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalToObject;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.calcinosiscds.ehr.EhrFhirServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;

/** A FHIR server that fails in every way, tokens that cannot be used, and servers that are not the client's. */
class FetchFaultIT extends FetchTest {
    /** More queries wait for the slow server than there are threads. */
    @Test
    void slowServerDoesNotHoldUpTheClientsOfAnother() {
        BROKEN.resetAll();
        BROKEN.stubFor(get(urlEqualTo("/fhir/Patient/p1"))
                .willReturn(okJson(HookRequest.patient("p1")).withFixedDelay(1000)));
        for (String type : List.of("Condition", "Observation")) {
            BROKEN.stubFor(get(urlPathEqualTo("/fhir/" + type))
                    .willReturn(okJson(HookRequest.searchset()).withFixedDelay(1000)));
        }
        EHR.with("p7", "71.40", 5);
        List<CompletableFuture<Integer>> slow = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> hook(bare("p1").with("fhirServer", HookRequest.quoted(broken())))
                                .extract()
                                .statusCode(),
                        CALLERS))
                .limit(30)
                .toList();
        while (BROKEN.findAll(getRequestedFor(anyUrl())).size() < 16) {
            Thread.onSpinWait();
        }

        for (int call = 0; call < 3; call++) {
            hook(bare("p7")
                            .with("fhirServer", HookRequest.quoted(EHR.url()))
                            .with("fhirAuthorization", authorization(EhrFhirServer.token("p7"))))
                    .statusCode(200);
        }

        assertThat(slow).extracting(CompletableFuture::join).containsOnly(200);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(authorization(CANARY).replace("Bearer", "Basic"), "token_type' is not Bearer"),
                Arguments.of(authorization(CANARY).replace("300", "0"), "expires_in' is not a number above zero"),
                Arguments.of(authorization(CANARY).replace("300", "-1"), "expires_in' is not a number above zero"),
                Arguments.of(authorization(CANARY).replace("300", "\"x\""), "expires_in' is not a number above zero"),
                Arguments.of(authorization(CANARY + "\\r\\nX: 1"), "access_token' is no bearer token"),
                Arguments.of(authorization(""), "access_token' is no bearer token"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void tokenThatIsNotUsableIsNotUsed(String authorization, String reason) {
        hook(call().without("prefetch.observations").with("fhirAuthorization", authorization))
                .statusCode(412)
                .body(
                        "issue[0].diagnostics",
                        containsString("was absent. It was not fetched: 'fhirAuthorization." + reason + "."));
        BROKEN.verify(0, getRequestedFor(anyUrl()));
        hook(call().with("fhirAuthorization", authorization)).statusCode(200);
    }

    static Stream<Arguments> faults() {
        String whole = HookRequest.searchset(HookRequest.observation("a", "p1", "1"));
        return Stream.of(
                Arguments.of(aResponse().withStatus(500), "failed."),
                Arguments.of(aResponse().withStatus(401), "refused."),
                Arguments.of(aResponse().withStatus(404), "refused."),
                Arguments.of(aResponse().withStatus(302).withHeader("Location", THIEF.url("/x")), "with a redirect"),
                Arguments.of(aResponse().withStatus(307).withHeader("Location", THIEF.url("/x")), "with a redirect"),
                Arguments.of(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "could not be reached."),
                Arguments.of(aResponse().withFault(Fault.EMPTY_RESPONSE), "could not be reached."),
                Arguments.of(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "could not be reached."),
                Arguments.of(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "could not be reached."),
                Arguments.of(aResponse().withBody("<html>Log in</html>"), "something other than what was requested"),
                Arguments.of(okJson(whole.substring(0, 100)), "something other than what was requested"),
                Arguments.of(
                        okJson(HookRequest.observation("a", "p1", "1")), "something other than what was requested"),
                Arguments.of(
                        okJson("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"x\":1e999999999}}]}"),
                        "something other than what was requested"),
                Arguments.of(
                        okJson("{\"resourceType\":\"OperationOutcome\"}"), "something other than what was requested"),
                Arguments.of(
                        okJson(whole).withHeader("Content-Encoding", "gzip"),
                        "something other than what was requested"),
                Arguments.of(
                        okJson(whole.replace("\"entry\"", "\"total\":2,\"entry\"")), "cannot be followed to the end."),
                Arguments.of(next(whole, THIEF.url("/fhir/x")), "cannot be followed to the end."),
                Arguments.of(next(whole, "https://ehr.example.org/fhir"), "cannot be followed to the end."),
                Arguments.of(next(whole, "../admin"), "cannot be followed to the end."),
                Arguments.of(next(whole, ""), "cannot be followed to the end."),
                Arguments.of(next(whole, "Observation?patient=p1"), "cannot be followed to the end."),
                Arguments.of(
                        next(whole, "endless?n={{randomValue length=9 type='NUMERIC'}}")
                                .withTransformers("response-template"),
                        "(calcinosis.fetch.pages is 10)."),
                Arguments.of(
                        okJson(whole).withHeader("Content-Type", "application/fhir+json; fhirVersion=4.3"),
                        "in another version of FHIR than 4.0."),
                Arguments.of(aResponse().withStatus(429).withHeader("Retry-After", "120"), "failed."),
                Arguments.of(okJson(whole).withHeader("Content-Length", "100000"), "could not be reached."),
                Arguments.of(
                        aResponse()
                                .withHeader("Content-Type", "application/fhir+json;charset=ISO-8859-1")
                                .withBody(whole.replace("final", "gr\u00fcn").getBytes(StandardCharsets.ISO_8859_1)),
                        "something other than what was requested"),
                Arguments.of(
                        aResponse().withBody(whole.getBytes(StandardCharsets.UTF_16)),
                        "something other than what was requested"),
                Arguments.of(next(whole, "broken"), "failed."),
                Arguments.of(next(whole, "expired"), "refused."));
    }

    /** What a server mixes in of others, or sends twice, is sorted out; the answer is that of the patient. */
    static Stream<String> mixed() {
        String right = HookRequest.observation("a", "p1", "12");
        return Stream.of(
                HookRequest.searchset(HookRequest.observation("b", "p2", "99"), right),
                HookRequest.searchset(right, right),
                HookRequest.searchset(
                        updated(HookRequest.observation("a", "p1", "99"), "2026-01-01"), updated(right, "2026-01-02")));
    }

    private static String updated(String resource, String day) {
        return resource.replaceFirst("\\{", "{\"meta\":{\"lastUpdated\":\"%sT00:00:00Z\"},".formatted(day));
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void resourcesOfOthersAndOlderVersionsAreLeftOut(String searchset) {
        answer(okJson(searchset));

        hook(call().without("prefetch.observations"))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalToObject(12));
    }

    @Test
    void anotherPatientThanWasAskedForIsNone() {
        BROKEN.stubFor(get(urlEqualTo("/fhir/Patient/p1")).willReturn(okJson(HookRequest.patient("p2"))));

        hook(bare("p1").with("fhirServer", HookRequest.quoted(broken()))).statusCode(412);
    }

    private static ResponseDefinitionBuilder next(String searchset, String link) {
        return okJson(searchset.replace(
                "\"entry\"", "\"link\":[{\"relation\":\"next\",\"url\":\"%s\"}],\"entry\"".formatted(link)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatCannotBeHadIsAnswered412AndTheTokenGoesNowhereElse(
            ResponseDefinitionBuilder fault, String said, CapturedOutput output) {
        answer(fault);
        BROKEN.stubFor(get(urlPathMatching("/fhir/endless.*")).willReturn(fault));
        BROKEN.stubFor(
                get(urlPathEqualTo("/fhir/expired")).willReturn(aResponse().withStatus(401)));
        BROKEN.stubFor(
                get(urlPathEqualTo("/fhir/broken")).willReturn(aResponse().withStatus(500)));

        String answer = hook(call().without("prefetch.observations"))
                .statusCode(412)
                .contentType("application/fhir+json")
                .body("issue", hasSize(1))
                .body("issue[0].expression", hasItem("prefetch.observations"))
                .body("issue[0].diagnostics", containsString("was absent. The FHIR server "))
                .body("issue[0].diagnostics", containsString(said))
                .extract()
                .asString();

        THIEF.verify(0, getRequestedFor(anyUrl()));
        assertThat(answer + output.getAll()).doesNotContain(CANARY).doesNotContain("localhost:" + THIEF.port());
    }

    @ParameterizedTest
    @CsvSource({"60000, 0", "0, 60000"})
    void serverThatIsTooSlowIsNotWaitedFor(int delay, int dribble) {
        issuer = "hasty";
        ResponseDefinitionBuilder slow = okJson(HookRequest.searchset(HookRequest.observation("a", "p1", "1")));
        answer(delay > 0 ? slow.withFixedDelay(delay) : slow.withChunkedDribbleDelay(120, dribble));

        hook(call().without("prefetch.observations"))
                .statusCode(412)
                .body(
                        "issue[0].diagnostics",
                        containsString("The FHIR server did not answer in time (setting deadline of the client)."));
    }

    @Test
    void connectionThatBreaksOnceIsTriedAgain() {
        BROKEN.stubFor(get(urlPathEqualTo("/fhir/Observation"))
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("well"));

        hook(call().without("prefetch.observations")).statusCode(200);
        BROKEN.verify(2, getRequestedFor(urlPathEqualTo("/fhir/Observation")));
    }

    @Test
    void pageThatFailsSpoilsTheOthers() {
        String searchset = HookRequest.searchset(HookRequest.observation("a", "p1", "1"));
        answer(next(searchset, "second"));
        BROKEN.stubFor(get(urlPathEqualTo("/fhir/second")).willReturn(next(searchset, "third")));
        BROKEN.stubFor(get(urlPathEqualTo("/fhir/third")).willReturn(aResponse().withStatus(503)));

        hook(call().without("prefetch.observations")).statusCode(412);
        hook(call().with("prefetch.observations", "null")).statusCode(412);
    }

    @Test
    void serverThatIsNotTheClientsIsNotAskedAndTheCallIsAnsweredWhenNothingIsMissing() {
        issuer = "hasty";

        hook(call().with("fhirServer", HookRequest.quoted(THIEF.url("/fhir"))))
                .statusCode(200)
                .body("cards", hasSize(1));

        THIEF.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void serverThatIsNotTheClientsIsRefusedWhenDataIsMissing() {
        issuer = "hasty";

        hook(call().with("fhirServer", HookRequest.quoted(EHR.url())).without("prefetch.observations"))
                .statusCode(400)
                .body("issue[0].expression", hasItem("fhirServer"))
                .body(
                        "issue[0].diagnostics",
                        equalToObject("Field 'fhirServer' must be a FHIR server that is configured for this client."));
    }
}
