package org.calcinosiscds.fhirapi;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.http.AcceptedTypes;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;

/**
 * The format in which the client wants the response, from Accept, {@code _format} and {@code _summary}. HAPI could also respond in XML and
 * HTML, which this service does not offer.
 *
 * @param accepted media types of the header
 * @param formats values of {@code _format}
 */
record RequestedFormat(AcceptedTypes accepted, List<String> formats) {
    private static final Set<String> SUMMARIES = Set.of("", "true", "false", "data", "count");

    /**
     * Reads the format of a request.
     *
     * @param isForm whether the body is a form, whose fields are parameters like those of the address
     * @throws RequestException with 400 when a parameter cannot be read, or asks for an unknown summary
     */
    static RequestedFormat of(HttpServletRequest request, boolean isForm) {
        Map<String, List<String>> parameters = isForm ? form(request) : query(request.getQueryString());
        if (!SUMMARIES.containsAll(parameters.getOrDefault("_summary", List.of()))) {
            throw RequestException.badRequest(
                    "_summary", "Parameter '_summary' must be true, false, data or count; there are no narratives.");
        }
        return new RequestedFormat(
                AcceptedTypes.of(request),
                parameters.getOrDefault("_format", List.of()).stream()
                        .filter(format -> !format.isBlank())
                        .toList());
    }

    /** @throws RequestException with 406 when the client accepts none of these */
    void requireOneOf(Set<String> offered) {
        if (!accepted.includeR4(offered) || !formats.stream().allMatch(RequestedFormat::isJson)) {
            throw new RequestException(
                    Status.NOT_ACCEPTABLE,
                    List.of(new OutcomeIssue(
                            "not-supported",
                            "The answer is application/fhir+json of FHIR R4, and application/fhir+ndjson to NDJSON; nothing else "
                                    + "is offered.",
                            null)));
        }
    }

    private static boolean isJson(String format) {
        // A plus sign in an address is decoded as a space.
        return MediaTypes.parse(format.contains("/") ? format.replace(' ', '+') : "application/" + format)
                .filter(type -> MediaTypes.JSON_NAMES.contains(MediaTypes.name(type)) && MediaTypes.isR4(type))
                .isPresent();
    }

    /** Parsed from the text, because the container would read the body to look for a parameter. */
    private static Map<String, List<String>> query(@Nullable String text) {
        return Stream.of(text == null ? "" : text)
                .flatMap(all -> Arrays.stream(all.split("&")))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.groupingBy(
                        parts -> decoded(parts[0]),
                        Collectors.mapping(parts -> parts.length < 2 ? "" : decoded(parts[1]), Collectors.toList())));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> form(HttpServletRequest request) {
        try {
            Map<String, List<String>> fields = new TreeMap<>();
            request.getParameterMap().forEach((name, values) -> fields.put(name, List.of(values)));
            return fields;
        } catch (IllegalStateException e) {
            // Tomcat throws this for a form that cannot be decoded.
            throw new RequestException(
                    Status.BAD_REQUEST, List.of(new OutcomeIssue("structure", "The form could not be read.", null)));
        }
    }
}
