package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * The media type of a request's body. It is decided once, by a parser, before anything else looks at the request: where two readers of
 * the header disagree, a body could pass as a stream in front of a limit and as JSON behind it.
 *
 * @param type null when the request names none
 * @param isStream whether the body is NDJSON for an endpoint that reads a file of any length, whose reader holds each line to the limits of a
 *     body
 */
public record BodyType(@Nullable MediaType type, boolean isStream) {
    private static final String ATTRIBUTE = "org.calcinosiscds.http.BodyType";

    /**
     * Reads the type of a request's body; empty when there are several headers, or one that is no media type of text in UTF-8.
     *
     * @param takesStream whether the endpoint of the request reads NDJSON of any length
     */
    static Optional<BodyType> decide(HttpServletRequest request, boolean takesStream) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE));
        if (headers.isEmpty()) {
            return Optional.of(new BodyType(null, false));
        }
        if (headers.size() > 1) {
            return Optional.empty();
        }
        return MediaTypes.parseContentType(headers.get(0))
                .map(type ->
                        new BodyType(type, takesStream && MediaTypes.NDJSON_NAMES.contains(MediaTypes.name(type))));
    }

    void noteIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The type of a request's body, as it was noted. */
    public static BodyType of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BodyType known ? known : new BodyType(null, false);
    }

    /** Whether the body is of one of these types, such as {@code application/json}, whatever the parameters. */
    public boolean isOneOf(Set<String> names) {
        return type != null && names.contains(MediaTypes.name(type));
    }

    /** Whether the body is a form, whose fields are parameters like those of the address. */
    public boolean isForm() {
        return isOneOf(Set.of(MediaType.APPLICATION_FORM_URLENCODED_VALUE));
    }
}
