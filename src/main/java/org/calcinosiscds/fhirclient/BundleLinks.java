package org.calcinosiscds.fhirclient;

import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Links of a Bundle. */
final class BundleLinks {
    private BundleLinks() {}

    /** How the server calls the page itself; null when it does not say. */
    static @Nullable String self(JsonValue bundle) {
        JsonValue links = bundle.property("link");
        if (links == null || links.kind() != JsonValue.Kind.ARRAY) {
            return null;
        }
        return links.elements().stream()
                .filter(link -> "self".equals(link.textOf("relation")))
                .map(link -> link.textOf("url"))
                .findFirst()
                .orElse(null);
    }
}
