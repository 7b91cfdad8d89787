package org.calcinosiscds.client;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;

/**
 * Header and claims of a token whose signature has not been verified. They are read strictly: of two properties of one name, two
 * readers may take different ones.
 */
record TokenParts(JsonValue header, JsonValue claims) {
    private static final int MAX_TEXT_LENGTH = 256;

    /** @throws RefusedTokenException when it is not three parts, of which two are JSON objects */
    static TokenParts of(String token, JsonGuard guard) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new RefusedTokenException(Reason.MALFORMED);
        }
        return new TokenParts(object(parts[0], guard), object(parts[1], guard));
    }

    private static JsonValue object(String part, JsonGuard guard) {
        try {
            return guard.read(Base64.getUrlDecoder().decode(part), Set.of()).require(JsonValue.Kind.OBJECT);
        } catch (RejectedInputException | IllegalArgumentException e) {
            throw new RefusedTokenException(Reason.MALFORMED);
        }
    }

    /** A string of the header of at most 256 characters. */
    Optional<String> header(String name) {
        return Optional.ofNullable(header.textOf(name)).filter(text -> text.length() <= MAX_TEXT_LENGTH);
    }

    /** A string of the claims that is not empty and has at most 256 characters. */
    Optional<String> claim(String name) {
        return Optional.ofNullable(claims.textOf(name))
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH);
    }

    boolean hasHeader(String name) {
        return header.properties().containsKey(name);
    }

    boolean hasClaim(String name) {
        return claims.properties().containsKey(name);
    }

    /** Seconds since 1970, without their fraction. */
    Optional<Long> seconds(String name) {
        JsonValue value = claims.property(name);
        BigDecimal number = value == null ? null : value.number();
        return Optional.ofNullable(number)
                .filter(seconds -> seconds.signum() > 0 && seconds.precision() - seconds.scale() <= 11)
                .map(BigDecimal::longValue);
    }

    /** The audience: a string or an array of strings. */
    List<String> audience() {
        JsonValue value = claims.property("aud");
        if (value == null) {
            return List.of();
        }
        List<JsonValue> values = value.kind() == JsonValue.Kind.ARRAY ? value.elements() : List.of(value);
        return values.stream()
                .flatMap(each -> Optional.ofNullable(each.text()).stream())
                .toList();
    }

    /** Says nothing of the token. */
    @Override
    public String toString() {
        return "TokenParts";
    }
}
