package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header, algorithm, key and signature of a token. */
class TokenVerifierTests extends VerifiedTokens {
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
}
