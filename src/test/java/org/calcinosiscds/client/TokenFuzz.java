package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.client.ClientSettings.Client;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.client.ClientSettings.Open;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.record.Fhir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Whatever comes as an Authorization header: it is refused, always in the same words, unless the client's own key signed what a reader
 * of the specification would accept too, and nothing was changed after that.
 *
 * <p>An input is up to three lines: header, claims, and who signs them ({@code ec}, {@code rsa}, {@code stranger}, or nobody), with
 * {@code position character} pairs that damage the finished token. An input of one line is the header of the call as it is.
 */
class TokenFuzz {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String PATH = "/cds-services/calcinosis-patient-view";
    private static final TokenMaker EC = TokenMaker.es384("ec");
    private static final TokenMaker RSA = TokenMaker.rsa("rsa", "RS384", 2048);
    private static final TokenMaker STRANGER = TokenMaker.es384("ec");
    private static final Map<String, TokenMaker> MAKERS = Map.of("ec", EC, "rsa", RSA, "stranger", STRANGER);
    private static final CdsClients CLIENTS = clients();

    private static CdsClients clients() {
        byte[] jwks = TokenMaker.jwks(EC, RSA).getBytes(StandardCharsets.UTF_8);
        StaticJwkSet keys = new StaticJwkSet(new JwkSets(Fhir.GUARD).read(jwks));
        Client client = SampleClients.settings(Set.of("ES384", "RS384"), List.of());
        return new CdsClients(
                new ClientSettings(
                        TokenMaker.PUBLIC_URL,
                        List.of(client),
                        new Open(Set.of(), Set.of(), Duration.ofSeconds(1), "2.0.1", false, false, ZoneOffset.UTC),
                        Duration.ofHours(4),
                        OnStoreFailure.ACCEPT,
                        200_000,
                        Set.of()),
                row -> keys);
    }

    @FuzzTest
    void onlyWhatTheClientSignedIsAccepted(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 3);
        if (lines.length < 3) {
            assertThat(isAccepted(lines[0])).isFalse();
            return;
        }
        String[] words = lines[2].strip().split("\\s+");
        TokenMaker maker = MAKERS.get(words[0]);
        String token = maker == null
                ? base64(lines[0]) + "." + base64(lines[1]) + "." + base64(lines[2])
                : maker.signed(lines[0], lines[1]);
        String damaged = damaged(token, Arrays.asList(words).subList(1, words.length));

        if (isAccepted("Bearer " + damaged)) {
            assertThat(maker).isNotNull().isNotSameAs(STRANGER);
            assertThat(damaged).isEqualTo(token);
            TokenClaims.requireGood(lines[0], lines[1], words[0], PATH, NOW);
        }
    }

    private static String damaged(String token, List<String> damage) {
        StringBuilder damaged = new StringBuilder(token);
        for (int i = 0; i + 1 < damage.size(); i += 2) {
            if (damage.get(i).matches("\\d{1,6}")) {
                int at = Integer.parseInt(damage.get(i)) % damaged.length();
                damaged.replace(at, at + 1, damage.get(i + 1));
            }
        }
        return damaged.toString();
    }

    private static boolean isAccepted(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", PATH);
        request.addHeader("Authorization", header);
        Authentication found = new BearerHeader().convert(request);
        String token = ((BearerTokenAuthenticationToken) java.util.Objects.requireNonNull(found)).getToken();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        TokenReplayCache replays = new TokenReplayCache(
                clock, System::nanoTime, null, OnStoreFailure.ACCEPT, 1000, new SimpleMeterRegistry());
        try {
            TokenVerifier verifier = new TokenVerifier(CLIENTS, Fhir.GUARD, replays, new FairSemaphore(1), clock);
            return verifier.verify(token, new CalledEndpoint(PATH)).name().equals("ehr");
        } catch (RefusedTokenException e) {
            assertThat(e).hasMessage("The token is not accepted.").hasNoCause();
            return false;
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
