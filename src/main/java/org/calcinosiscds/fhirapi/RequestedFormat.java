package org.calcinosiscds.fhirapi;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.http.BodyType;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * In which format an answer is wanted, by Accept, {@code _format} and {@code _summary}. HAPI would answer in XML and HTML, too, which
 * nobody has looked at here.
 *
 * @param accepted the header's media types; empty when any will do
 * @param formats values of {@code _format}
 */
public record RequestedFormat(List<String> accepted, List<String> formats) {
    /** The media type of FHIR in JSON. */
    public static final String FHIR_JSON = "application/fhir+json";

    private static final Set<String> WILDCARDS = Set.of("*/*", "application/*", "text/*");
    private static final Set<String> SHORT = Set.of("json", "application/json", "application/fhir+json", "text/json");
    private static final Set<String> SUMMARIES = Set.of("", "true", "false", "data", "count");

    /**
     * Reads it.
     *
     * @param isForm whether the body is a form, whose fields are parameters like those of the address
     * @throws RequestException with 400 when a parameter cannot be read, or asks for a summary there is not
     */
    static RequestedFormat of(HttpServletRequest request, boolean isForm) {
        Map<String, List<String>> parameters = isForm ? form(request) : query(request.getQueryString());
        if (!SUMMARIES.containsAll(parameters.getOrDefault("_summary", List.of()))) {
            throw RequestException.badRequest(
                    "_summary", "Parameter '_summary' must be true, false, data or count; there are no narratives.");
        }
        List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .filter(type -> !type.isBlank())
                .toList();
        return new RequestedFormat(
                accepted,
                parameters.getOrDefault("_format", List.of()).stream()
                        .filter(format -> !format.isBlank())
                        .toList());
    }

    /** @throws RequestException with 406 when none of these is wanted */
    void requireOneOf(Set<String> offered) {
        boolean isAccepted = accepted.isEmpty()
                || accepted.stream()
                        .map(RequestedFormat::mediaType)
                        .anyMatch(type -> type != null
                                && type.getQualityValue() > 0
                                && isR4(type)
                                && (offered.contains(BodyType.name(type)) || WILDCARDS.contains(BodyType.name(type))));
        if (!isAccepted || !formats.stream().allMatch(RequestedFormat::isJson)) {
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
        // A plus in an address is a blank.
        MediaType type = mediaType(format.contains("/") ? format.replace(' ', '+') : "application/" + format);
        return type != null && SHORT.contains(BodyType.name(type)) && isR4(type);
    }

    /** Media types of FHIR may name the release. */
    static boolean isR4(MediaType type) {
        String release = type.getParameter("fhirVersion");
        return release == null || release.replace("\"", "").equals("4.0");
    }

    static @Nullable MediaType mediaType(@Nullable String text) {
        try {
            return text == null ? null : MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    /** Of the text, because asking the container for a parameter would read a body that is no form. */
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
            // Tomcat's word for a form that cannot be decoded.
            throw new RequestException(
                    Status.BAD_REQUEST, List.of(new OutcomeIssue("structure", "The form could not be read.", null)));
        }
    }
}
