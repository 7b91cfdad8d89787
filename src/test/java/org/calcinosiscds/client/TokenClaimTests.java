package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token says: for whom, by whom, when, and once. */
class TokenClaimTests extends VerifiedTokens {
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
}
