package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalToObject;
import static org.hamcrest.Matchers.hasSize;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.ehr.EhrFhirServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;

/** What a call did not bring is fetched from the client's FHIR server. */
class FetchIT extends FetchTest {
    @Test
    void wholeRecordIsFetchedWithThePatientsTokenAndEveryPage(CapturedOutput output) {
        EHR.with("p7", "71.40", 5);

        hook(bare("p7")
                        .with("fhirServer", HookRequest.quoted(EHR.url()))
                        .with("fhirAuthorization", authorization(EhrFhirServer.token("p7"))))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalToObject(71.4f));
        assertThat(output).contains("resources=\"6\"");
    }

    @Test
    void tokenOfAnotherPatientOpensNothing() {
        hook(bare("p7")
                        .with("fhirServer", HookRequest.quoted(EHR.url()))
                        .with("fhirAuthorization", authorization(EhrFhirServer.token("p8"))))
                .statusCode(412)
                .body("issue", hasSize(3));
    }

    @Test
    void manyPatientsAtOnceGetTheirOwnValues() {
        for (int i = 0; i < 32; i++) {
            EHR.with("m" + i, "100" + i, 3);
        }

        IntStream.range(0, 64)
                .parallel()
                .map(i -> i % 32)
                .forEach(i -> hook(bare("m" + i)
                                .with("fhirServer", HookRequest.quoted(EHR.url()))
                                .with("fhirAuthorization", authorization(EhrFhirServer.token("m" + i))))
                        .statusCode(200)
                        .body("cards[0].detail", containsString("Patient m" + i + ","))
                        .body(
                                "cards[0].extension.'org.calcinosis-cds'.product.value",
                                equalToObject(Integer.parseInt("100" + i))));
    }

    @Test
    void onlyWhatIsMissingIsAskedForAndWithTheTokenInTheHeader() {
        hook(call().without("prefetch.observations")).statusCode(200).body("cards", hasSize(1));

        BROKEN.verify(
                1,
                getRequestedFor(urlEqualTo("/fhir/Observation?patient=p1"))
                        .withHeader("Authorization", equalTo("Bearer " + CANARY)));
        BROKEN.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void serverWithoutATokenIsAskedWithoutOne() {
        hook(call().without("prefetch.observations").without("fhirAuthorization"))
                .statusCode(200);

        BROKEN.verify(getRequestedFor(urlPathEqualTo("/fhir/Observation")).withoutHeader("Authorization"));
    }

    static Stream<String> insufficient() {
        String searchset = HookRequest.searchset(HookRequest.observation("x", "p1", "1"));
        return Stream.of(
                "null",
                "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\"}]}",
                searchset.replace("\"entry\"", "\"total\":2,\"entry\""),
                searchset.replace("\"entry\"", "\"link\":[{\"relation\":\"next\"}],\"entry\""),
                searchset.replace(
                        "\"entry\"",
                        "\"link\":[{\"relation\":\"next\",\"url\":\"https://proxy.example.org/x\"}],\"entry\""),
                HookRequest.searchset(HookRequest.observation("x", "p2", "1")));
    }

    @ParameterizedTest
    @MethodSource("insufficient")
    void whatIsNotTheWholeAnswerIsFetchedAnew(String value) {
        hook(call().with("prefetch.observations", value))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalToObject(12));
    }

    @Test
    void pageThatIsThereIsContinuedWithItsNext() {
        String next =
                "\"link\":[{\"relation\":\"next\",\"url\":\"%s/page?n=2\"}],\"total\":2,\"entry\"".formatted(broken());
        BROKEN.stubFor(get(urlEqualTo("/fhir/page?n=2"))
                .willReturn(okJson(HookRequest.searchset(HookRequest.observation("b", "p1", "2"))
                        .replace("\"entry\"", "\"total\":2,\"entry\""))));

        hook(call().with(
                                "prefetch.observations",
                                HookRequest.searchset(HookRequest.observation("a", "p1", "1"))
                                        .replace("\"entry\"", next)))
                .statusCode(200)
                .body("cards[0].extension.'org.calcinosis-cds'.product.value", equalToObject(1));
        BROKEN.verify(0, getRequestedFor(urlPathEqualTo("/fhir/Observation")));
    }

    @Test
    void nullThatCannotBeLookedIntoIsNoData() {
        answer(aResponse().withStatus(500));

        hook(call().with("prefetch.observations", "null")).statusCode(200).body("cards", empty());
    }
}
