package org.calcinosiscds.client;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outcome.SettingRange;
import org.jspecify.annotations.Nullable;

/** Finds mistakes in {@link ClientSettings} and names the setting, but never its value: it may be a secret by mistake. */
final class ClientSettingsCheck {
    private static final Set<String> ALGORITHMS = Set.of("ES384", "RS384", "ES256", "RS256", "PS384");
    private static final Set<String> VERSIONS = Set.of("2.0.1", "3.0");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final int MAX_LENGTH = 1024;
    private static final int LARGEST_PAGE = 1000;
    private static final int MAX_CALLS = 10_000;

    private final @Nullable String publicUrl;

    ClientSettingsCheck(@Nullable String publicUrl) {
        this.publicUrl = publicUrl;
    }

    void check(List<ClientSettings.Client> clients, ClientSettings.Open open, Duration keysMaxAge) {
        require(
                keysMaxAge.compareTo(RemoteJwkSet.REFRESH_AFTER.multipliedBy(2)) >= 0 && keysMaxAge.toHours() <= 24,
                "keys-max-age",
                "must be from 10 minutes to 24 hours");
        requireBase("public-url", publicUrl, false);
        requireTimes("open", open.deadline(), open.cdsHooks(), open.corsOrigins());
        requireTypes("open", open.unsupportedTypes());
        Set<String> names = new HashSet<>();
        Set<String> issuers = new HashSet<>();
        for (int i = 0; i < clients.size(); i++) {
            ClientSettings.Client client = clients.get(i);
            String location = "clients[" + i + "]";
            check(location, client);
            require(names.add(client.name()), location + ".name", "must differ from those of the other clients");
            for (ClientSettings.Client site : client.bySite()) {
                site.issuer()
                        .forEach(issuer -> require(
                                issuers.add(issuer),
                                location + ".issuer",
                                "must differ from those of the other clients"));
            }
        }
    }

    static void checkSeenTokens(int max) {
        require(max >= 1000 && max <= 10_000_000, "seen-tokens", "must be from 1,000 to 10,000,000");
    }

    static void checkHosts(Set<String> hosts) {
        require(
                hosts.stream().allMatch(HOST.asMatchPredicate()),
                "management-hosts",
                "must be host names or addresses without scheme and port");
    }

    private void check(String location, ClientSettings.Client client) {
        require(
                NAME.matcher(client.name()).matches(),
                location + ".name",
                "must be 1 to 32 lower-case letters, digits and hyphens");
        require(
                !client.issuer().isEmpty() && areTexts(client.issuer()),
                location + ".issuer",
                "is required: the 'iss' of the client's tokens");
        requireSites(location, client);
        require(
                !client.jwksUrl().isEmpty() || client.keys() != null,
                location,
                "needs 'jwks-url' or 'keys', to verify the client's tokens");
        require(areTexts(client.jku()), location + ".jku", "must be addresses as they stand in the client's tokens");
        require(
                client.keys() == null || client.keys().isReadable(),
                location + ".keys",
                "must be a file that can be read, such as file:/etc/calcinosis/keys.json");
        require(
                !client.algorithms().isEmpty() && ALGORITHMS.containsAll(client.algorithms()),
                location + ".algorithms",
                "must be among ES384, RS384, ES256, RS256 and PS384");
        requireBase(location + ".public-url", client.publicUrl(), false);
        require(
                client.publicUrl() != null || publicUrl != null,
                "public-url",
                "is required when there are clients: it is what tokens must be meant for");
        client.bySite().forEach(site -> requireAddresses(location, site));
        for (int i = 0; i < client.fhirServers().size(); i++) {
            require(
                    client.fhirServers().get(i).pageSize() >= 0
                            && client.fhirServers().get(i).pageSize() <= LARGEST_PAGE,
                    location + ".fhir-servers[" + i + "].page-size",
                    "must be from 1 to " + LARGEST_PAGE + ", or 0 for that");
        }
        require(
                client.callsPerSecond() >= 0 && client.callsPerSecond() <= MAX_CALLS,
                location + ".calls-per-second",
                "must be from 1 to " + MAX_CALLS + ", or 0 for no limit");
        requireTimes(location, client.deadline(), client.cdsHooks(), client.corsOrigins());
        requireTypes(location, client.unsupportedTypes());
    }

    private static boolean areTexts(Collection<String> values) {
        return values.stream().allMatch(value -> !value.isBlank() && value.length() <= MAX_LENGTH);
    }

    /** Each site is a host by name, never a pattern, and has an issuer of its own. */
    private static void requireSites(String location, ClientSettings.Client client) {
        require(
                client.sites().stream().allMatch(SITE.asMatchPredicate()),
                location + ".sites",
                "must be host names such as ehr.example.org, without scheme, path or wildcard");
        boolean hasSites = !client.sites().isEmpty();
        require(
                client.issuer().stream().allMatch(issuer -> issuer.contains(ClientSettings.SITE) == hasSites),
                location + ".issuer",
                "must hold {site} when there are 'sites', and only then");
        require(
                hasSites
                        || Stream.of(
                                        client.jwksUrl().stream(),
                                        client.jku().stream(),
                                        client.fhirServers().stream().map(ClientSettings.Server::url))
                                .flatMap(urls -> urls)
                                .noneMatch(url -> url.contains(ClientSettings.SITE)),
                location + ".sites",
                "is required where an address holds {site}");
    }

    private static void requireAddresses(String location, ClientSettings.Client site) {
        site.jwksUrl().forEach(url -> requireKeysUrl(location + ".jwks-url", url));
        for (int i = 0; i < site.fhirServers().size(); i++) {
            requireBase(
                    location + ".fhir-servers[" + i + "].url",
                    site.fhirServers().get(i).url(),
                    true);
        }
    }

    private static void requireTypes(String location, Set<String> types) {
        require(
                types.stream().allMatch(type -> TYPE.matcher(type).matches() && !type.equals("Patient")),
                location + ".unsupported-types",
                "must be resource types of FHIR R4 other than Patient, such as Specimen");
    }

    private static void requireTimes(String location, Duration deadline, String version, Collection<String> origins) {
        require(
                deadline.toMillis() >= 50 && deadline.toSeconds() <= 60,
                location + ".deadline",
                "must be from 50 ms to 60 s");
        require(VERSIONS.contains(version), location + ".cds-hooks", "must be 2.0.1 or 3.0");
        require(
                origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
                location + ".cors-origins",
                "must be origins in lower case, such as https://ehr.example.org, without a path or wildcard");
    }

    /** @param isCalled whether data of patients goes there, which then is encrypted unless it stays on this machine */
    private static void requireBase(String location, @Nullable String url, boolean isCalled) {
        if (url == null) {
            return;
        }
        BaseUrl base = base(location, url);
        require(
                !isCalled || base.scheme().equals("https") || base.isLoopback(),
                location,
                "must be https; http is for localhost");
    }

    private static BaseUrl base(String location, String url) {
        try {
            return BaseUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Setting calcinosis." + location + " " + e.getMessage() + ".");
        }
    }

    private static void requireKeysUrl(String location, String url) {
        int query = url.indexOf('?');
        BaseUrl base = base(location, query < 0 ? url : url.substring(0, query));
        require(base.scheme().equals("https") || base.isLoopback(), location, "must be https; http is for localhost");
        try {
            URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Setting calcinosis." + location + " must be a URL.");
        }
    }

    private static void require(boolean isGood, String location, String what) {
        SettingRange.require(isGood, "calcinosis." + location, what);
    }
}
