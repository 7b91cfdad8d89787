package org.calcinosiscds.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.client.CdsClients.Trusted;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.time.Deadline;

/**
 * Says which client a bearer token comes from.
 *
 * <p>The token is a JWT as CDS Hooks 2.0.1, "Trusting CDS Clients", has it. What it says of itself is used to look up the table of
 * clients and for nothing else: algorithms, keys and addresses come from there. Cheap checks come first; the check that remembers the
 * token comes last, so that only clients can fill that memory.
 */
final class TokenVerifier {
    static final int MAX_LENGTH = 8 * 1024;
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(60);
    private static final int SMALLEST_RSA = 2048;

    private final CdsClients clients;
    private final JsonGuard guard;
    private final TokenReplayCache replays;
    private final FairSemaphore processors;
    private final Clock clock;

    TokenVerifier(
            CdsClients clients, JsonGuard guard, TokenReplayCache replays, FairSemaphore processors, Clock clock) {
        this.clients = clients;
        this.guard = guard;
        this.replays = replays;
        this.processors = processors;
        this.clock = clock;
    }

    /**
     * @param endpoint that the token must be meant for
     * @throws RefusedTokenException when it is not a good token for that
     */
    CdsClient verify(String token, CalledEndpoint endpoint) {
        TokenParts parts = TokenParts.of(token, guard);
        JWSAlgorithm algorithm = algorithm(parts);
        Trusted trusted = parts.claim("iss").flatMap(clients::ofIssuer).orElseThrow(() -> refused(Reason.ISSUER));
        require(trusted.settings().algorithms().contains(algorithm.getName()), Reason.ALGORITHM);
        if (parts.hasHeader("jku") && !trusted.jku().isEmpty()) {
            String jku = parts.header().textOf("jku");
            require(jku != null && trusted.jku().contains(jku), Reason.JKU);
        }
        List<JWK> keys = keys(parts, trusted, algorithm);
        inTurn(trusted.client(), () -> checkSignature(token, algorithm, keys));
        Set<String> audiences = endpoint.audiences(trusted.settings().audience(), trusted.publicUrl());
        require(parts.audience().stream().anyMatch(audiences::contains), Reason.AUDIENCE);
        Instant until = checkTimes(parts);
        checkTenant(parts, trusted.settings().tenants());
        String jti = parts.claim("jti").orElseThrow(() -> refused(Reason.REPLAY));
        require(replays.isFirst(trusted.client().issuer(), jti, until), Reason.REPLAY);
        return trusted.client();
    }

    /** The only accepted algorithms: neither {@code none} nor a symmetric one is among them. */
    private static JWSAlgorithm algorithm(TokenParts parts) {
        require(parts.header("typ").filter("JWT"::equalsIgnoreCase).isPresent(), Reason.HEADER);
        require(!parts.hasHeader("crit") && !parts.hasHeader("b64"), Reason.HEADER);
        return switch (parts.header("alg").orElse("")) {
            case "ES384" -> JWSAlgorithm.ES384;
            case "RS384" -> JWSAlgorithm.RS384;
            case "ES256" -> JWSAlgorithm.ES256;
            case "RS256" -> JWSAlgorithm.RS256;
            case "PS384" -> JWSAlgorithm.PS384;
            default -> throw refused(Reason.ALGORITHM);
        };
    }

    private static List<JWK> keys(TokenParts parts, Trusted trusted, JWSAlgorithm algorithm) {
        String kid = parts.header("kid").orElseThrow(() -> refused(Reason.KEY));
        KeyType type = KeyType.forAlgorithm(algorithm);
        JWKMatcher.Builder fitting = new JWKMatcher.Builder()
                .keyType(type)
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(algorithm, null);
        JWKMatcher matcher = type.equals(KeyType.EC)
                ? fitting.curves(Curve.forJWSAlgorithm(algorithm)).build()
                : fitting.minKeySize(SMALLEST_RSA).build();
        List<JWK> keys =
                trusted.keys().ofId(kid).stream().filter(matcher::matches).toList();
        require(!keys.isEmpty(), Reason.KEY);
        return keys;
    }

    /**
     * Verifying a signature takes about as long as the answer: without a permit, the calls of one client would share the processors with
     * the answers to all others. A call whose turn does not come in time goes on without one: it is refused where it waits to be computed.
     */
    private void inTurn(CdsClient client, Runnable work) {
        boolean hasPermit = false;
        try {
            hasPermit = processors.acquire(client.share(), Deadline.in(client.deadline()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            work.run();
        } finally {
            if (hasPermit) {
                processors.release();
            }
        }
    }

    private static void checkSignature(String token, JWSAlgorithm algorithm, List<JWK> keys) {
        try {
            JWSObject signed = JWSObject.parse(token);
            require(algorithm.equals(signed.getHeader().getAlgorithm()), Reason.ALGORITHM);
            DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
            for (JWK key : keys) {
                if (key instanceof AsymmetricJWK asymmetric
                        && signed.verify(verifiers.createJWSVerifier(signed.getHeader(), asymmetric.toPublicKey()))) {
                    return;
                }
            }
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // Refused like an invalid signature.
        }
        throw refused(Reason.SIGNATURE);
    }

    /** @return after which the token is too old */
    private Instant checkTimes(TokenParts parts) {
        long issued = parts.seconds("iat").orElseThrow(() -> refused(Reason.TIME));
        long expires = parts.seconds("exp").orElseThrow(() -> refused(Reason.TIME));
        long notBefore = parts.hasClaim("nbf") ? parts.seconds("nbf").orElseThrow(() -> refused(Reason.TIME)) : issued;
        long now = clock.instant().getEpochSecond();
        require(expires > issued && expires - issued <= MAX_LIFETIME.toSeconds(), Reason.TIME);
        require(now < expires + SKEW.toSeconds(), Reason.TIME);
        require(issued <= now + SKEW.toSeconds() && notBefore <= now + SKEW.toSeconds(), Reason.TIME);
        return Instant.ofEpochSecond(expires).plus(SKEW);
    }

    private static void checkTenant(TokenParts parts, Set<String> tenants) {
        require(
                tenants.isEmpty()
                        || parts.claim("tenant").filter(tenants::contains).isPresent(),
                Reason.TENANT);
    }

    private static void require(boolean isGood, Reason reason) {
        if (!isGood) {
            throw refused(reason);
        }
    }

    private static RefusedTokenException refused(Reason reason) {
        return new RefusedTokenException(reason);
    }
}
