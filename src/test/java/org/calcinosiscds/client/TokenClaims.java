package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.calcinosiscds.cases.Json;
import tools.jackson.databind.JsonNode;

/** A second reading of what a token must say. Source: CDS Hooks 2.0.1, "Trusting CDS Clients"; RFC 7515 and 7519. */
final class TokenClaims {
    private TokenClaims() {}

    /** @param kid of the key that signed, which is made for one algorithm */
    static void requireGood(String headerJson, String claimsJson, String kid, String path, Instant now) {
        JsonNode header = Json.read(headerJson);
        assertThat(header.path("typ").asString("")).isEqualToIgnoringCase("JWT");
        assertThat(header.path("kid").asString("")).isEqualTo(kid);
        assertThat(header.path("alg").asString("")).isEqualTo(kid.equals("ec") ? "ES384" : "RS384");
        assertThat(header.has("crit") || header.has("b64")).isFalse();
        assertThat(header.path("jku").asString("https://ehr.example.org/jwks"))
                .isEqualTo("https://ehr.example.org/jwks");

        JsonNode claims = Json.read(claimsJson);
        assertThat(claims.path("iss").asString("")).isEqualTo(TokenMaker.ISSUER);
        JsonNode audience = claims.path("aud");
        assertThat(audience.isArray() ? Json.strings(audience).toList() : java.util.List.of(audience.asString("")))
                .contains(TokenMaker.PUBLIC_URL + path);
        assertThat(claims.path("jti").asString("")).isNotEmpty();
        double issued = claims.path("iat").asDouble();
        double expires = claims.path("exp").asDouble();
        assertThat(expires).isGreaterThan(now.getEpochSecond() - 61.0).isLessThan(issued + 3602);
        assertThat(issued).isLessThan(now.getEpochSecond() + 62.0);
        assertThat(claims.path("nbf").asDouble(issued)).isLessThan(now.getEpochSecond() + 62.0);
    }
}
