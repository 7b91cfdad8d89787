package org.calcinosiscds.client;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of trusted clients. Whoever is not in it gets nothing; an empty table means that only this machine may call. */
final class CdsClients {
    private final Map<String, Trusted> byIssuer = new LinkedHashMap<>();
    private final CdsClient open;
    private final Set<String> origins = new HashSet<>();

    /** @param keys how the keys of a client are had, by its settings */
    CdsClients(ClientSettings settings, java.util.function.Function<ClientSettings.Client, ClientKeys> keys) {
        this.open = CdsClient.open(settings.open());
        for (ClientSettings.Client row : settings.clients()) {
            CdsClient client = CdsClient.of(row);
            String publicUrl = row.publicUrl() == null ? settings.publicUrl() : row.publicUrl();
            byIssuer.put(
                    row.issuer(),
                    new Trusted(client, row, String.valueOf(publicUrl).replaceFirst("/+$", ""), keys.apply(row)));
            origins.addAll(client.corsOrigins());
        }
        if (byIssuer.isEmpty()) {
            origins.addAll(open.corsOrigins());
        }
    }

    boolean isEmpty() {
        return byIssuer.isEmpty();
    }

    /** The client that everybody is while there are no others. */
    CdsClient open() {
        return open;
    }

    Optional<Trusted> ofIssuer(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer));
    }

    Collection<Trusted> all() {
        return byIssuer.values();
    }

    Set<String> corsOrigins() {
        return origins;
    }

    /**
     * A client with what its tokens are checked by.
     *
     * @param publicUrl without a slash at the end
     */
    record Trusted(CdsClient client, ClientSettings.Client settings, String publicUrl, ClientKeys keys) {
        @Nullable
        String jwksUrl() {
            return settings.jwksUrl();
        }
    }
}
