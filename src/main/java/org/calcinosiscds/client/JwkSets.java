package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.outcome.RejectedInputException;

/** Reads JWK Sets: the public parts of the asymmetric keys that have an id. One key that cannot be read does not hide the others. */
final class JwkSets {
    private static final int MAX_KEYS = 100;

    private final JsonGuard guard;

    JwkSets(JsonGuard guard) {
        this.guard = guard;
    }

    /** @throws IllegalArgumentException when it is no JWK Set, or holds too many keys */
    List<JWK> read(byte[] document) {
        try {
            guard.read(document, Set.of());
            List<Object> keys = JSONObjectUtils.getJSONArray(
                    JSONObjectUtils.parse(new String(document, StandardCharsets.UTF_8)), "keys");
            if (keys == null || keys.size() > MAX_KEYS) {
                throw new IllegalArgumentException("Expected a JWK Set of at most " + MAX_KEYS + " keys.");
            }
            return keys.stream().flatMap(JwkSets::key).toList();
        } catch (RejectedInputException | ParseException e) {
            throw new IllegalArgumentException("Expected a JWK Set.");
        }
    }

    @SuppressWarnings("unchecked") // The keys of a JSON object are strings.
    private static Stream<JWK> key(Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            return Stream.empty();
        }
        try {
            JWK key = JWK.parse((Map<String, Object>) map);
            return key instanceof AsymmetricJWK && key.getKeyID() != null
                    ? Stream.of(key.toPublicJWK())
                    : Stream.empty();
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            // Not a key for signatures, or invalid: the other keys may be usable.
            return Stream.empty();
        }
    }
}
