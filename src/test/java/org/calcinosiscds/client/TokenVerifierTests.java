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
import java.util.stream.IntStream;
import org.calcinosiscds.client.ClientSettings.Audience;
import org.calcinosiscds.client.ClientSettings.Client;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.client.ClientSettings.Open;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.record.Fhir;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

class TokenVerifierTests {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String PATH = "/cds-services/calcinosis-patient-view";
    private static final String JWKS_URL = "https://ehr.example.org/jwks";
    private static final String ODD_KID = "../../keys?x='; drop table--é";

    private static final TokenMaker EC = TokenMaker.es384("ec");
    private static final TokenMaker RSA = TokenMaker.rsa("rsa", "RS384", 2048);
    private static final TokenMaker SMALL_RSA = TokenMaker.rsa("small", "RS384", 1024);
    private static final TokenMaker ODD = TokenMaker.es384(ODD_KID);
    private static final TokenMaker STRANGER = TokenMaker.es384("ec");
    private static final String JWKS = TokenMaker.jwks(EC, RSA, SMALL_RSA, ODD);

    private final TokenVerifier verifier = verifier(Set.of("ES384", "RS384"), Set.of());

    private static TokenVerifier verifier(Set<String> algorithms, Set<String> tenants) {
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

    @Test
    void tokensOfBothRecommendedAlgorithmsNameTheirClient() {
        assertThat(verify(EC.token(PATH, NOW)).name()).isEqualTo("ehr");
        assertThat(verify(RSA.token(PATH, NOW)).name()).isEqualTo("ehr");
    }

    @Test
    void keyIdIsNothingButAName() {
        assertThat(verify(ODD.token(PATH, NOW)).name()).isEqualTo("ehr");
    }

    @Test
    void audienceMayBeOneOfSeveral() {
        Map<String, Object> claims = TokenMaker.claims(PATH, NOW);
        claims.put("aud", List.of("https://other.example.org", TokenMaker.PUBLIC_URL + PATH));

        assertThat(verify(EC.sign(EC.header(), claims)).name()).isEqualTo("ehr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cds.example.org/base",
                "https://cds.example.org/base/cds-services",
                "https://cds.example.org/base/cds-services/calcinosis-patient-view/",
                "https://cds.example.org/base/cds-services/calcinosis-patient-view/feedback",
                "https://cds.example.org/base/cds-services/calcinosis-patient-vie",
                "http://cds.example.org/base/cds-services/calcinosis-patient-view",
                "/cds-services/calcinosis-patient-view",
                ""
            })
    void otherAudienceIsRefused(String audience) {
        assertRefusedWithClaim("aud", audience, Reason.AUDIENCE);
    }

    @Test
    void jkuMustBeTheConfiguredOne() {
        assertThat(verify(EC.sign(with(EC.header(), "jku", JWKS_URL), TokenMaker.claims(PATH, NOW)))
                        .name())
                .isEqualTo("ehr");
        assertRefused(EC.sign(with(EC.header(), "jku", JWKS_URL + "/"), TokenMaker.claims(PATH, NOW)), Reason.JKU);
        assertRefused(EC.sign(with(EC.header(), "jku", 1), TokenMaker.claims(PATH, NOW)), Reason.JKU);
    }

    @Test
    void keysInTheTokenAreNoKeys() {
        Map<String, Object> header = STRANGER.header();
        header.put("jwk", STRANGER.key().toParams(org.jose4j.jwk.JsonWebKey.OutputControlLevel.PUBLIC_ONLY));

        assertRefused(STRANGER.sign(header, TokenMaker.claims(PATH, NOW)), Reason.SIGNATURE);
        assertRefused(
                STRANGER.sign(with(header, "x5u", "https://evil.example.org/x"), TokenMaker.claims(PATH, NOW)),
                Reason.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "HS384", "ES512", "RS512", "EdDSA", "PS256", ""})
    void otherAlgorithmsAreRefusedBeforeAnythingElse(String algorithm) {
        assertRefused(unsigned(with(EC.header(), "alg", algorithm)), Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS384"})
    void algorithmThatIsNotTheClientsIsRefused(String algorithm) {
        assertRefused(unsigned(with(EC.header(), "alg", algorithm)), Reason.ALGORITHM);
    }

    @Test
    void publicKeyAsSecretOfAnHmacIsRefused() throws JoseException {
        JsonWebSignature forged = new JsonWebSignature();
        forged.setAlgorithmHeaderValue("HS384");
        forged.setHeader("typ", "JWT");
        forged.setKeyIdHeaderValue("ec");
        forged.setPayload(JsonUtil.toJson(TokenMaker.claims(PATH, NOW)));
        forged.setKey(new HmacKey(EC.key().getPublicKey().getEncoded()));

        assertRefused(forged.getCompactSerialization(), Reason.ALGORITHM);
    }

    @Test
    void algorithmsAreOptedInto() {
        TokenVerifier wide = verifier(Set.of("ES384", "RS256", "PS384"), Set.of());

        assertThat(wide.verify(
                                RSA.sign(with(RSA.header(), "alg", "RS256"), TokenMaker.claims(PATH, NOW)),
                                new CalledEndpoint(PATH))
                        .name())
                .isEqualTo("ehr");
        assertThat(wide.verify(
                                RSA.sign(with(RSA.header(), "alg", "PS384"), TokenMaker.claims(PATH, NOW)),
                                new CalledEndpoint(PATH))
                        .name())
                .isEqualTo("ehr");
    }

    @Test
    void keyMustFitTheAlgorithm() {
        assertRefused(unsigned(with(EC.header(), "kid", "rsa")), Reason.KEY);
        assertRefused(unsigned(with(RSA.header(), "kid", "ec")), Reason.KEY);
        assertRefused(SMALL_RSA.token(PATH, NOW), Reason.KEY);
        assertRefused(unsigned(with(EC.header(), "kid", "EC")), Reason.KEY);
        assertRefused(unsigned(with(EC.header(), "kid", "x".repeat(257))), Reason.KEY);
        assertRefused(unsigned(without(EC.header(), "kid")), Reason.KEY);
    }

    @Test
    void headerMustBePlain() {
        assertRefused(unsigned(without(EC.header(), "typ")), Reason.HEADER);
        assertRefused(unsigned(with(EC.header(), "typ", "at+jwt")), Reason.HEADER);
        assertRefused(unsigned(with(EC.header(), "crit", List.of("exp"))), Reason.HEADER);
        assertRefused(unsigned(with(EC.header(), "b64", false)), Reason.HEADER);
    }

    @Test
    void signatureOfAnotherIsRefused() {
        assertRefused(STRANGER.token(PATH, NOW), Reason.SIGNATURE);
        String good = EC.token(PATH, NOW);
        String other = EC.token(PATH, NOW);
        assertRefused(
                good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')), Reason.SIGNATURE);
        assertRefused(good.substring(0, good.lastIndexOf('.')) + ".", Reason.SIGNATURE);
        byte[] zeros = new byte[96];
        assertRefused(
                good.substring(0, good.lastIndexOf('.') + 1)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(zeros),
                Reason.SIGNATURE);
    }

    @Test
    void issuerMustBeInTheTable() {
        assertRefusedWithClaim("iss", "https://ehr.example.org", Reason.ISSUER);
        assertRefusedWithClaim("iss", "", Reason.ISSUER);
        assertRefusedWithClaim("iss", 1, Reason.ISSUER);
        assertRefused(EC.sign(EC.header(), without(TokenMaker.claims(PATH, NOW), "iss")), Reason.ISSUER);
    }

    @ParameterizedTest
    @CsvSource({
        "iat, -3600, exp, -61", // expired
        "iat, 61, exp, 300", // issued in the future
        "iat, 0, exp, 3601", // lives too long
        "iat, 30, exp, 30", // has no life
        "iat, 30, exp, -30", // expired before it was issued
        "iat, -10, nbf, 61", // not yet valid
    })
    void tokenAtTheWrongTimeIsRefused(String first, long firstSeconds, String second, long secondSeconds) {
        Map<String, Object> claims = TokenMaker.claims(PATH, NOW);
        claims.put(first, NOW.getEpochSecond() + firstSeconds);
        claims.put(second, NOW.getEpochSecond() + secondSeconds);

        assertRefused(EC.sign(EC.header(), claims), Reason.TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "-3600, -59", // expired within the skew
        "60, 300", // issued by a clock that is ahead
        "-100, 3500", // an hour of life
    })
    void clocksMayDifferByAMinute(long issued, long expires) {
        Map<String, Object> claims = TokenMaker.claims(PATH, NOW);
        claims.put("iat", NOW.getEpochSecond() + issued);
        claims.put("nbf", NOW.getEpochSecond() - 300);
        claims.put("exp", NOW.getEpochSecond() + expires);

        assertThat(verify(EC.sign(EC.header(), claims)).name()).isEqualTo("ehr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp", "nbf"})
    void timesMustBeNumbers(String name) {
        assertRefusedWithClaim(name, "soon", Reason.TIME);
        assertRefusedWithClaim(name, -1, Reason.TIME);
        assertRefused(
                EC.sign(
                        EC.header(),
                        JsonUtil.toJson(without(TokenMaker.claims(PATH, NOW), name))
                                .replaceFirst("\\{", "{\"" + name + "\":1e29,")),
                Reason.TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "exp"})
    void timesMustBeThere(String name) {
        assertRefused(EC.sign(EC.header(), without(TokenMaker.claims(PATH, NOW), name)), Reason.TIME);
    }

    @Test
    void tenantMustBeOneThatIsListed() {
        TokenVerifier narrow = verifier(Set.of("ES384"), Set.of("north", "south"));
        Map<String, Object> claims = TokenMaker.claims(PATH, NOW);

        assertThat(narrow.verify(EC.sign(EC.header(), with(claims, "tenant", "south")), new CalledEndpoint(PATH))
                        .name())
                .isEqualTo("ehr");
        assertRefused(narrow, EC.sign(EC.header(), with(claims, "tenant", "east")), Reason.TENANT);
        assertRefused(narrow, EC.sign(EC.header(), without(claims, "tenant")), Reason.TENANT);
    }

    @Test
    void tokenIsGoodOnce() {
        String token = EC.token(PATH, NOW);

        verify(token);

        assertRefused(token, Reason.REPLAY);
    }

    @Test
    void ofOneTokenAtTheSameTimeOneIsAccepted() {
        String token = EC.token(PATH, NOW);

        long accepted = IntStream.range(0, 64)
                .parallel()
                .filter(i -> {
                    try {
                        return verify(token) != null;
                    } catch (RefusedTokenException e) {
                        return false;
                    }
                })
                .count();

        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void tokenThatIsRefusedIsNotRemembered() {
        String good = EC.token(PATH, NOW);
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1) + "AAAA", Reason.SIGNATURE);

        assertThat(verify(good).name()).isEqualTo("ehr");
    }

    @Test
    void idOfTheTokenIsNeeded() {
        assertRefused(EC.sign(EC.header(), without(TokenMaker.claims(PATH, NOW), "jti")), Reason.REPLAY);
        assertRefusedWithClaim("jti", "", Reason.REPLAY);
        assertRefusedWithClaim("jti", "x".repeat(257), Reason.REPLAY);
    }

    @Test
    void twoPropertiesOfOneNameAreRefused() {
        String claims = JsonUtil.toJson(TokenMaker.claims(PATH, NOW));

        assertRefused(EC.sign(EC.header(), "{\"aud\":\"x\"," + claims.substring(1)), Reason.MALFORMED);
        assertRefused(
                encoded("{\"alg\":\"ES384\",\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"ec\"}") + "." + encoded(claims)
                        + ".x",
                Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "a.b", "a.b.c.d.e", "..", "e30.e30.e30.e30", "W10.e30.x", "bnVsbA.e30.x", "%%.e30.x"})
    void whatIsNoTokenIsRefused(String token) {
        assertRefused(token, Reason.MALFORMED);
    }

    private CdsClient verify(String token) {
        return verifier.verify(token, new CalledEndpoint(PATH));
    }

    private void assertRefusedWithClaim(String name, Object value, Reason reason) {
        assertRefused(EC.sign(EC.header(), with(TokenMaker.claims(PATH, NOW), name, value)), reason);
    }

    private void assertRefused(String token, Reason reason) {
        assertRefused(verifier, token, reason);
    }

    private static void assertRefused(TokenVerifier verifier, String token, Reason reason) {
        assertThatThrownBy(() -> verifier.verify(token, new CalledEndpoint(PATH)))
                .isInstanceOfSatisfying(
                        RefusedTokenException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage("The token is not accepted.");
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        map.put(name, value);
        return map;
    }

    private static Map<String, Object> without(Map<String, Object> map, String name) {
        map.remove(name);
        return map;
    }

    private static String unsigned(Map<String, Object> header) {
        return encoded(JsonUtil.toJson(header)) + "." + encoded(JsonUtil.toJson(TokenMaker.claims(PATH, NOW))) + ".x";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
