package org.calcinosiscds.commandline;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The private key of a test client, kept as a JWK (RFC 7517) in a file. Signs tokens as CDS Hooks 2.0.1, "Trusting CDS Clients", has them. */
record SigningKey(JWK key) {
    private static final int RSA_BITS = 3072;

    /** Algorithms that the specification names; the names are those of the option. */
    enum Algorithm {
        ES384,
        RS384
    }

    /**
     * Reads the key from a file, or makes it where there is no such file, readable by its owner alone.
     *
     * @param algorithm for a new key; of a key that is there it is read from the key
     * @throws IOException when the file cannot be read or written, or holds no private key that is fit for ES384 or RS384
     */
    static SigningKey of(Path file, Algorithm algorithm) throws IOException {
        if (!Files.exists(file)) {
            SigningKey made = made(algorithm);
            Files.writeString(file, made.key.toJSONString() + "\n");
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return made;
        }
        try {
            JWK key = JWK.parse(Files.readString(file));
            boolean isFit = key.isPrivate()
                    && key.getKeyID() != null
                    && (JWSAlgorithm.RS384.equals(key.getAlgorithm()) || JWSAlgorithm.ES384.equals(key.getAlgorithm()));
            if (isFit) {
                return new SigningKey(key);
            }
        } catch (ParseException e) {
            // Said below: the message of the parser may quote the key.
        }
        throw new UnreadableFileException("It is no private JWK with 'kid' and 'alg' ES384 or RS384.");
    }

    /** Why a key cannot be used, as a sentence; without what else the failure may quote. */
    static String reason(IOException failure) {
        return failure instanceof UnreadableFileException
                ? String.valueOf(failure.getMessage())
                : "It can be neither read nor made.";
    }

    private static SigningKey made(Algorithm algorithm) {
        String kid = UUID.randomUUID().toString();
        try {
            return new SigningKey(
                    algorithm == Algorithm.ES384
                            ? new ECKeyGenerator(Curve.P_384)
                                    .keyID(kid)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .algorithm(JWSAlgorithm.ES384)
                                    .generate()
                            : new RSAKeyGenerator(RSA_BITS)
                                    .keyID(kid)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .algorithm(JWSAlgorithm.RS384)
                                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java has no P-384 or no RSA.", e);
        }
    }

    /** The public part, as a JWK Set for the setting {@code keys} of a client. */
    String jwkSet() {
        return new JWKSet(key).toString(true);
    }

    /**
     * A token that is good for one call.
     *
     * @param audience address of the endpoint that is called
     * @param tenant organisation; null for none
     */
    String token(String issuer, String audience, @Nullable String tenant, Instant now, Duration life) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(life).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        if (tenant != null) {
            claims.put("tenant", tenant);
        }
        JWSHeader header = new JWSHeader.Builder(
                        JWSAlgorithm.parse(key.getAlgorithm().getName()))
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        try {
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new DefaultJWSSignerFactory().createJWSSigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The key cannot sign.", e);
        }
    }
}
