package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.client.ClientSettings.Audience;
import org.calcinosiscds.client.ClientSettings.Client;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.client.ClientSettings.Open;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.record.Fhir;
import org.jose4j.json.JsonUtil;
import org.springframework.core.io.ByteArrayResource;

/** Tokens of a client with two keys, and what a verifier says of them. */
class VerifiedTokens {
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final String PATH = "/cds-services/calcinosis-patient-view";
    static final String JWKS_URL = "https://ehr.example.org/jwks";
    static final String ODD_KID = "../../keys?x='; drop table--é";

    static final TokenMaker EC = TokenMaker.es384("ec");
    static final TokenMaker RSA = TokenMaker.rsa("rsa", "RS384", 2048);
    static final TokenMaker SMALL_RSA = TokenMaker.rsa("small", "RS384", 1024);
    static final TokenMaker ODD = TokenMaker.es384(ODD_KID);
    static final TokenMaker STRANGER = TokenMaker.es384("ec");
    static final String JWKS = TokenMaker.jwks(EC, RSA, SMALL_RSA, ODD);

    private final TokenVerifier verifier = verifier(Set.of("ES384", "RS384"), Set.of());

    static TokenVerifier verifier(Set<String> algorithms, Set<String> tenants) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Client client = new Client(
                "ehr",
                List.of(TokenMaker.ISSUER),
                List.of(JWKS_URL),
                false,
                Set.of(),
                new ByteArrayResource(JWKS.getBytes(StandardCharsets.UTF_8)),
                Set.of(),
                algorithms,
                Audience.ENDPOINT,
                null,
                tenants,
                List.of(),
                Set.of(),
                Set.of(),
                Duration.ofMillis(450),
                "2.0.1",
                0,
                false,
                false,
                ZoneOffset.UTC);
        ClientSettings settings = new ClientSettings(
                TokenMaker.PUBLIC_URL + "/",
                List.of(client),
                new Open(Set.of(), Set.of(), Duration.ofSeconds(1), "2.0.1", false, false, ZoneOffset.UTC),
                Duration.ofHours(4),
                OnStoreFailure.ACCEPT,
                200_000,
                Set.of());
        StaticJwkSet keys = new StaticJwkSet(new JwkSets(Fhir.GUARD).read(JWKS.getBytes(StandardCharsets.UTF_8)));
        return new TokenVerifier(
                new CdsClients(settings, row -> keys),
                Fhir.GUARD,
                new TokenReplayCache(
                        clock, System::nanoTime, null, OnStoreFailure.ACCEPT, 1000, new SimpleMeterRegistry()),
                new FairSemaphore(1),
                clock);
    }

    CdsClient verify(String token) {
        return verifier.verify(token, new CalledEndpoint(PATH));
    }

    void assertRefusedWithClaim(String name, Object value, Reason reason) {
        assertRefused(EC.sign(EC.header(), with(TokenMaker.claims(PATH, NOW), name, value)), reason);
    }

    void assertRefused(String token, Reason reason) {
        assertRefused(verifier, token, reason);
    }

    static void assertRefused(TokenVerifier verifier, String token, Reason reason) {
        assertThatThrownBy(() -> verifier.verify(token, new CalledEndpoint(PATH)))
                .isInstanceOfSatisfying(
                        RefusedTokenException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage("The token is not accepted.");
    }

    static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        map.put(name, value);
        return map;
    }

    static Map<String, Object> without(Map<String, Object> map, String name) {
        map.remove(name);
        return map;
    }

    static String unsigned(Map<String, Object> header) {
        return encoded(JsonUtil.toJson(header)) + "." + encoded(JsonUtil.toJson(TokenMaker.claims(PATH, NOW))) + ".x";
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
