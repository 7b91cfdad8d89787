package org.calcinosiscds.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutboundTests {
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options()
                    .dynamicPort()
                    .dynamicHttpsPort()
                    .gzipDisabled(true))
            .build();

    private static final OutboundClient OUTBOUND = new OutboundClient();
    private static final int MAX = 1000;

    @AfterAll
    static void close() throws Exception {
        OUTBOUND.close();
    }

    @Test
    void bodyOfTheAnswerIsReturned() throws RemoteCallException {
        answer(aResponse().withBody("x".repeat(MAX)));

        assertThat(fetch("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10)))
                .hasSize(MAX);
        SERVER.verify(getRequestedFor(urlEqualTo("/x"))
                .withHeader("Accept", com.github.tomakehurst.wiremock.client.WireMock.equalTo("application/fhir+json"))
                .withoutHeader("Accept-Encoding"));
    }

    @ParameterizedTest
    @CsvSource({
        "301, REDIRECT",
        "302, REDIRECT",
        "307, REDIRECT",
        "401, STATUS",
        "404, STATUS",
        "429, FAILED",
        "500, FAILED",
        "204, STATUS"
    })
    void otherStatusIsNoAnswerAndRedirectsAreNotFollowed(int status, Problem problem) {
        answer(aResponse()
                .withStatus(status)
                .withHeader("Location", SERVER.url("/elsewhere"))
                .withBody("x"));

        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10), problem);
        SERVER.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void compressedAnswerIsNotUnpacked() {
        answer(aResponse().withHeader("Content-Encoding", "gzip").withBody("x"));

        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10), Problem.UNREADABLE);
    }

    @Test
    void answerIsReadToTheLimitAndNoFurther() {
        answer(aResponse().withBody("x".repeat(MAX + 1)));
        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10), Problem.TOO_LARGE);

        answer(aResponse().withBody("x".repeat(2_000_000)).withChunkedDribbleDelay(100, 60_000));
        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10), Problem.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenConnectionIsNoAnswer(Fault fault) {
        answer(aResponse().withFault(fault));

        assertThatThrownBy(() -> fetch("localhost", AddressPolicy.LOOPBACK, Duration.ofSeconds(10)))
                .isInstanceOf(RemoteCallException.class);
    }

    @Test
    void deadlineEndsAnAnswerThatTricklesOrNeverBegins() {
        answer(aResponse().withBody("x".repeat(100)).withChunkedDribbleDelay(100, 60_000));
        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofMillis(400), Problem.TIMEOUT);

        answer(aResponse().withFixedDelay(60_000));
        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ofMillis(400), Problem.TIMEOUT);

        assertProblem("localhost", AddressPolicy.LOOPBACK, Duration.ZERO, Problem.TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({"localhost, PUBLIC", "127.0.0.1, PUBLIC", "169.254.169.254, PRIVATE", "10.0.0.1, LOOPBACK"})
    void addressOutOfReachIsNotConnectedTo(String host, AddressPolicy policy) {
        answer(aResponse().withBody("x"));

        assertProblem(host, policy, Duration.ofSeconds(10), Problem.UNREACHABLE);
        SERVER.verify(0, getRequestedFor(urlEqualTo("/x")));
    }

    /** A part of a name that is longer than DNS has it is resolved nowhere, and no name server is asked. */
    @Test
    void nameThatIsNotResolvedIsNotReached() {
        assertProblem("x".repeat(64) + ".invalid", AddressPolicy.PUBLIC, Duration.ofSeconds(10), Problem.UNREACHABLE);
    }

    /** One port has a certificate that nobody has signed, the other has no TLS at all. */
    @Test
    void serverWhoseTlsFailsIsNotAsked() {
        answer(aResponse().withBody("x"));
        for (int port : List.of(SERVER.getHttpsPort(), SERVER.getPort())) {
            assertProblem(
                    URI.create("https://localhost:" + port + "/x"),
                    AddressPolicy.LOOPBACK,
                    Duration.ofSeconds(10),
                    Problem.UNREACHABLE);
        }
        SERVER.verify(0, getRequestedFor(urlEqualTo("/x")));
    }

    @Test
    void privateNetworkIsReachedWhenAllowed() throws RemoteCallException {
        answer(aResponse().withBody("x"));

        assertThat(fetch("127.0.0.1", AddressPolicy.PRIVATE, Duration.ofSeconds(10)))
                .hasSize(1);
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.resetAll();
        SERVER.stubFor(get("/x").willReturn(answer));
    }

    private static void assertProblem(String host, AddressPolicy policy, Duration time, Problem problem) {
        assertProblem(address(host), policy, time, problem);
    }

    private static void assertProblem(URI address, AddressPolicy policy, Duration time, Problem problem) {
        assertThatThrownBy(() -> fetch(address, policy, time))
                .isInstanceOfSatisfying(
                        RemoteCallException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static byte[] fetch(String host, AddressPolicy policy, Duration time) throws RemoteCallException {
        return fetch(address(host), policy, time);
    }

    private static URI address(String host) {
        return URI.create("http://" + host + ":" + SERVER.getPort() + "/x");
    }

    private static byte[] fetch(URI address, AddressPolicy policy, Duration time) throws RemoteCallException {
        return OUTBOUND.get(address, policy, Map.of("Accept", "application/fhir+json"), Deadline.in(time), MAX);
    }
}
