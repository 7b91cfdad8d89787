package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * The media type of a request's body. It is decided once, by a parser, before anything else looks at the request: where two readers of
 * the header disagree, a body could pass as a stream in front of a limit and as JSON behind it.
 *
 * @param type null when the request names none
 * @param isStream whether the body is NDJSON for {@code $assess}: a file of any length, whose reader holds each line to the limits of a
 *     body
 */
public record BodyType(@Nullable MediaType type, boolean isStream) {
    /** Media type of an answer that is NDJSON. */
    public static final String NDJSON = "application/fhir+ndjson";

    /** All names in use for it. */
    public static final Set<String> NDJSON_NAMES = Set.of(NDJSON, "application/x-ndjson", "application/ndjson");

    private static final String ATTRIBUTE = "org.calcinosiscds.http.BodyType";

    /** Decides it; empty when there are several headers, or one that is no media type of text in UTF-8. */
    static Optional<BodyType> decide(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE));
        if (headers.isEmpty()) {
            return Optional.of(new BodyType(null, false));
        }
        if (headers.size() > 1) {
            return Optional.empty();
        }
        MediaType type;
        try {
            type = MediaType.parseMediaType(headers.get(0));
            // Spring fails on a body of any type when it wants to say that nothing takes it.
            if (!type.isConcrete()
                    || (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8))) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            // Neither a media type nor a charset that this platform knows.
            return Optional.empty();
        }
        boolean isAssessment = HttpMethod.POST.matches(request.getMethod())
                && "/fhir".equals(request.getServletPath())
                && "/$assess".equals(request.getPathInfo());
        return Optional.of(new BodyType(type, isAssessment && NDJSON_NAMES.contains(name(type))));
    }

    void noteIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** What was decided about a request. */
    public static BodyType of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BodyType known ? known : new BodyType(null, false);
    }

    /** Whether the body is of one of these types, such as {@code application/json}, whatever the parameters. */
    public boolean isOneOf(Set<String> names) {
        return type != null && names.contains(name(type));
    }

    /** Whether the body is a form, whose fields are parameters like those of the address. */
    public boolean isForm() {
        return isOneOf(Set.of(MediaType.APPLICATION_FORM_URLENCODED_VALUE));
    }

    /** Type and subtype in lower case, without parameters. */
    public static String name(MediaType type) {
        return type.getType() + "/" + type.getSubtype();
    }
}
