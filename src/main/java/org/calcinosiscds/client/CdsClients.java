package org.calcinosiscds.client;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of trusted clients. Other callers are refused; with an empty table only this machine may call. */
final class CdsClients {
    private final Map<String, Trusted> byIssuer = new LinkedHashMap<>();
    private final CdsClient open;
    private final Set<String> origins = new HashSet<>();

    /** @param keys how the keys of a client are had, by its settings */
    CdsClients(ClientSettings settings, java.util.function.Function<ClientSettings.Client, ClientKeys> keys) {
        this.open = CdsClient.open(settings.open());
        for (ClientSettings.Client row : settings.clients()) {
            String publicUrl = row.publicUrl() == null ? settings.publicUrl() : row.publicUrl();
            for (ClientSettings.Client site : row.bySite()) {
                ClientKeys known = keys.apply(site);
                for (String issuer : site.issuer()) {
                    byIssuer.put(
                            issuer,
                            new Trusted(
                                    CdsClient.of(site, issuer),
                                    site,
                                    String.valueOf(publicUrl).replaceFirst("/+$", ""),
                                    known));
                }
            }
            origins.addAll(row.corsOrigins());
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

    /** One for each issuer. */
    Collection<Trusted> all() {
        return byIssuer.values();
    }

    /** Those of each client, by its name. */
    Map<String, List<Trusted>> byName() {
        return byIssuer.values().stream()
                .collect(Collectors.groupingBy(
                        trusted -> trusted.client().name(), LinkedHashMap::new, Collectors.toList()));
    }

    Set<String> corsOrigins() {
        return origins;
    }

    /**
     * One issuer of a client with what its tokens are checked by.
     *
     * @param publicUrl without a slash at the end
     */
    record Trusted(CdsClient client, ClientSettings.Client settings, String publicUrl, ClientKeys keys) {
        /** What {@code jku} of its tokens may be; empty when it does not matter, because it is never followed. */
        Set<String> jku() {
            return settings.jku().isEmpty() ? Set.copyOf(settings.jwksUrl()) : settings.jku();
        }
    }
}
