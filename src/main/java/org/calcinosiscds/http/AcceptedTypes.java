package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * The media types that a client accepts.
 *
 * @param isAny whether the request has no Accept header, which means every type
 * @param types media types and ranges of the header, without texts that name none
 */
public record AcceptedTypes(boolean isAny, List<MediaType> types) {
    private static final Set<String> RANGES = Set.of("*/*", "application/*", "text/*");

    public static AcceptedTypes of(HttpServletRequest request) {
        List<String> texts = Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                .flatMap(header -> MimeTypeUtils.tokenize(header).stream())
                .filter(text -> !text.isBlank())
                .toList();
        return new AcceptedTypes(
                texts.isEmpty(),
                texts.stream()
                        .map(MediaTypes::parse)
                        .flatMap(Optional::stream)
                        .filter(type -> type.getQualityValue() > 0)
                        .toList());
    }

    /** Whether the header names one of these types, such as {@code application/json}, whatever the parameters. */
    boolean name(Set<String> names) {
        return types.stream().anyMatch(type -> names.contains(MediaTypes.name(type)));
    }

    /** Whether the client accepts one of these types, all of FHIR R4. */
    public boolean includeR4(Set<String> offered) {
        return isAny
                || types.stream()
                        .filter(MediaTypes::isR4)
                        .map(MediaTypes::name)
                        .anyMatch(name -> offered.contains(name) || RANGES.contains(name));
    }
}
