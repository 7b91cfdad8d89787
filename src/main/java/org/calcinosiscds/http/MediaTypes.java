package org.calcinosiscds.http;

import ca.uhn.fhir.rest.api.Constants;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The media types of requests and responses. All texts that name a media type are parsed here. */
public final class MediaTypes {
    /** FHIR in JSON. */
    public static final String FHIR_JSON = Constants.CT_FHIR_JSON_NEW;

    /** FHIR resources in JSON, one on each line. */
    public static final String NDJSON = "application/fhir+ndjson";

    /** An old name of JSON. */
    public static final String TEXT_JSON = "text/json";

    /** The names of JSON under which FHIR resources are sent. */
    public static final Set<String> JSON_NAMES = Set.of(FHIR_JSON, MediaType.APPLICATION_JSON_VALUE, TEXT_JSON);

    /** The names of JSON that Spring does not take for JSON. */
    static final Set<String> OTHER_JSON_NAMES = Set.of(FHIR_JSON, TEXT_JSON);

    /** The names of NDJSON under which FHIR resources are sent. */
    public static final Set<String> NDJSON_NAMES = Set.of(NDJSON, "application/x-ndjson", "application/ndjson");

    private MediaTypes() {}

    /** The media type or range of media types that a text names; empty when it names none, or more than one. */
    public static Optional<MediaType> parse(String text) {
        try {
            return Optional.of(MediaType.parseMediaType(text));
        } catch (IllegalArgumentException e) {
            // Neither a media type nor a charset that this platform knows.
            return Optional.empty();
        }
    }

    /** The same of a Content-Type header; empty also when it is a range or of another charset than UTF-8. */
    static Optional<MediaType> parseContentType(String header) {
        // Spring fails on a range when it reports that no endpoint consumes the type.
        return parse(header).filter(type -> type.isConcrete() && isUtf8(type.getCharset()));
    }

    private static boolean isUtf8(@Nullable Charset charset) {
        return charset == null || charset.equals(StandardCharsets.UTF_8);
    }

    /** Type and subtype in lower case, without parameters. */
    public static String name(MediaType type) {
        return type.getType() + "/" + type.getSubtype();
    }

    /** Whether parameter {@code fhirVersion} is absent or names R4. Source: FHIR R4, RESTful API, "FHIR Version Parameter". */
    public static boolean isR4(MediaType type) {
        String version = type.getParameter("fhirVersion");
        return version == null || version.replace("\"", "").equals("4.0");
    }
}
