package org.calcinosiscds.record;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/**
 * Checks of a strict reader on the Bundle around the resources. Otherwise a misspelt {@code resource} would be an unnoticed gap,
 * and an entry that deletes a resource would be read as if it were still there.
 */
final class BundleEnvelope {
    private static final Set<String> OF_BUNDLE = Set.of(
            "resourceType",
            "id",
            "meta",
            "language",
            "identifier",
            "type",
            "timestamp",
            "total",
            "link",
            "entry",
            "signature");

    private static final Set<String> OF_ENTRY =
            Set.of("id", "extension", "link", "fullUrl", "resource", "search", "request", "response");

    private static final Set<String> TYPES = Arrays.stream(BundleType.values())
            .filter(type -> type != BundleType.NULL)
            .map(BundleType::toCode)
            .collect(Collectors.toSet());

    private static final Set<String> CHANGES = Set.of("DELETE", "PATCH");

    private BundleEnvelope() {}

    /** @throws RejectedInputException naming what is not of FHIR R4, or would have to be understood */
    static void requirePlain(JsonValue bundle) {
        requireKnown(bundle, OF_BUNDLE);
        JsonValue type = bundle.property("type");
        if (type != null && !TYPES.contains(String.valueOf(type.text()))) {
            throw new RejectedInputException(
                    Kind.VALUE, location(bundle) + ".type", "a value that FHIR R4 does not allow", "a type of Bundle");
        }
    }

    /** @throws RejectedInputException naming what is not of FHIR R4, would have to be understood, or is no record */
    static void requirePlainEntry(JsonValue entry) {
        requireKnown(entry, OF_ENTRY);
        JsonValue fullUrl = entry.properties().get("fullUrl");
        if (fullUrl != null) {
            fullUrl.require(JsonValue.Kind.STRING);
        }
        JsonValue resource = entry.properties().get("resource");
        if (resource != null) {
            resource.require(JsonValue.Kind.OBJECT);
        }
        JsonValue request = entry.property("request");
        if (request != null && CHANGES.contains(String.valueOf(request.textOf("method")))) {
            throw new RejectedInputException(
                    Kind.VALUE, request.location(), "a request to delete or to patch", "the record as it is");
        }
        if (resource == null && request == null && entry.property("response") == null) {
            throw new RejectedInputException(Kind.STRUCTURE, entry.location(), "an entry without a resource", "one");
        }
    }

    private static void requireKnown(JsonValue object, Set<String> names) {
        for (String name : object.properties().keySet()) {
            if (!names.contains(name.startsWith("_") ? name.substring(1) : name)) {
                throw new RejectedInputException(
                        Kind.STRUCTURE,
                        location(object),
                        "an element that is unknown or changes what the others mean",
                        "elements of FHIR R4 alone");
            }
        }
    }

    private static String location(JsonValue object) {
        return object.location().isEmpty() ? "Bundle" : object.location();
    }
}
