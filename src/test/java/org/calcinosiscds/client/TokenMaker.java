package org.calcinosiscds.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Signs tokens as an EHR does, with a library that is not the one that verifies them. */
public final class TokenMaker {
    public static final String ISSUER = "https://ehr.example.org/";
    public static final String PUBLIC_URL = "https://cds.example.org/base";

    private final PublicJsonWebKey key;
    private final String algorithm;

    private TokenMaker(PublicJsonWebKey key, String kid, String algorithm) {
        key.setKeyId(kid);
        this.key = key;
        this.algorithm = algorithm;
    }

    public static TokenMaker es384(String kid) {
        try {
            return new TokenMaker(EcJwkGenerator.generateJwk(EllipticCurves.P384), kid, "ES384");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TokenMaker es256(String kid) {
        try {
            return new TokenMaker(EcJwkGenerator.generateJwk(EllipticCurves.P256), kid, "ES256");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TokenMaker rsa(String kid, String algorithm, int bits) {
        try {
            return new TokenMaker(RsaJwkGenerator.generateJwk(bits), kid, algorithm);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys of these makers, as an EHR publishes them. */
    public static String jwks(TokenMaker... makers) {
        JsonWebKeySet set = new JsonWebKeySet();
        List.of(makers).forEach(maker -> set.addJsonWebKey(maker.key));
        return set.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    PublicJsonWebKey key() {
        return key;
    }

    /** A token that is good for one call of a path. */
    public String token(String path, Instant now) {
        return sign(header(), claims(path, now));
    }

    /** The same of another issuer. */
    public String token(String path, Instant now, String issuer) {
        Map<String, Object> claims = claims(path, now);
        claims.put("iss", issuer);
        return sign(header(), claims);
    }

    Map<String, Object> header() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", "JWT");
        header.put("kid", key.getKeyId());
        return header;
    }

    static Map<String, Object> claims(String path, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", PUBLIC_URL + path);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 300);
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    /** What this signs, whatever it is: the parts need not be JSON, and the algorithm is that of the key. */
    String signed(String header, String claims) {
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature =
                    Signature.getInstance(algorithm.equals("ES384") ? "SHA384withECDSAinP1363Format" : "SHA384withRSA");
            signature.initSign(key.getPrivateKey());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String sign(Map<String, Object> header, Map<String, Object> claims) {
        return sign(header, JsonUtil.toJson(claims));
    }

    String sign(Map<String, Object> header, String claims) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setDoKeyValidation(false);
            header.forEach(signature::setHeader);
            signature.setPayload(claims);
            signature.setKey(key.getPrivateKey());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
