package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A FHIR server that fails is not queried for a while, and queried again when that is over. */
class CircuitBreakerIT extends HookTest {
    private static final String RESTING = "has failed repeatedly and is not called for a moment.";

    @RegisterExtension
    private final WireMockExtension server = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .configureStaticDsl(false)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"500", "429", "reset"})
    void serverThatFailsIsNotAskedForAMomentAndThenFoundAgain(String failure) throws Exception {
        answer(
                failure.equals("reset")
                        ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
                        : aResponse().withStatus(Integer.parseInt(failure)));

        assertThat(eventually(() -> said(call()).endsWith(RESTING))).isTrue();
        int asked = server.findAll(anyRequestedFor(anyUrl())).size();
        assertThat(asked).isGreaterThanOrEqualTo(20);

        // What came with the call needs no server.
        call(HookRequest.patientView()).statusCode(200).body("cards", hasSize(1));

        answer(okJson(HookRequest.searchset(HookRequest.observation("ca", "p1", "12"))));
        assertThat(eventually(() -> call().extract().statusCode() == 200)).isTrue();
    }

    @Test
    void refusalsAreAboutOnePatientAndNoReasonForARest() {
        answer(aResponse().withStatus(403));

        for (int call = 0; call < 50; call++) {
            assertThat(said(call())).endsWith("The FHIR server refused.");
        }
    }

    private void answer(ResponseDefinitionBuilder answer) {
        server.resetMappings();
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private ValidatableResponse call() {
        return call(HookRequest.patientView()
                .without("prefetch.observations")
                .with("prefetch.conditions", HookRequest.searchset())
                .with("fhirServer", HookRequest.quoted("http://localhost:" + server.getPort() + "/fhir")));
    }

    private static String said(ValidatableResponse answer) {
        return answer.statusCode(412).extract().path("issue[0].diagnostics");
    }

    private static boolean eventually(BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            if (isSo.getAsBoolean()) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }
}
