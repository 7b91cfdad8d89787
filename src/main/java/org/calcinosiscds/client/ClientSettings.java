package org.calcinosiscds.client;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Who may call.
 *
 * @param publicUrl address at which clients see this service; tokens must be meant for an endpoint under it
 * @param clients without any the service answers this machine alone
 * @param open how callers are treated when there are no clients
 * @param keysMaxAge how long the keys of a client are used after they were fetched, while it does not publish them any more
 * @param onStoreFailure what becomes of a good token while the store cannot say whether another replica has seen it
 * @param seenTokens tokens of one client that are remembered at a time, so that none is accepted twice
 * @param managementHosts names by which the management port is called, beside localhost and the address that was connected to
 */
@ConfigurationProperties("calcinosis")
public record ClientSettings(
        @Nullable String publicUrl,
        @DefaultValue List<Client> clients,
        @DefaultValue Open open,
        @DefaultValue("4h") Duration keysMaxAge,
        @DefaultValue("accept") OnStoreFailure onStoreFailure,
        @DefaultValue("200000") int seenTokens,
        @DefaultValue Set<String> managementHosts) {

    /** Stands for a host name in addresses of a client with several sites. */
    static final String SITE = "{site}";

    /** What {@code aud} of a token may be. */
    public enum Audience {
        /** The address of the endpoint that is called. */
        ENDPOINT,
        /** Also the base URL of this service or its discovery URL, for calls of hooks; each with or without a slash at the end. */
        SERVICE
    }

    /** A token could be used twice, or the hooks go unanswered. */
    public enum OnStoreFailure {
        ACCEPT,
        REJECT
    }

    /** Every setting is checked here, so that a mistake stops the start and is named. */
    public ClientSettings {
        new ClientSettingsCheck(publicUrl).check(clients, open, keysMaxAge);
        ClientSettingsCheck.checkSeenTokens(seenTokens);
        ClientSettingsCheck.checkHosts(managementHosts);
    }

    /**
     * One CDS client.
     *
     * @param name short name for logs and metrics
     * @param issuer the {@code iss} of its tokens, or several: its tokens name one of them
     * @param jwksUrl where its public keys are, at one address or several
     * @param jwksPrivateNetwork whether the keys may be on a private network
     * @param jku what {@code jku} in its tokens may be; empty for {@code jwksUrl}, and without that {@code jku} is ignored
     * @param keys file with its JWK Set, for clients that publish none; then nothing is fetched
     * @param sites host names that stand for {@code {site}} in {@code issuer}, {@code jwksUrl}, {@code jku} and {@code fhirServers}
     * @param algorithms that its tokens may be signed with
     * @param audience what {@code aud} of its tokens may be
     * @param publicUrl the address at which it sees this service, when that is another than {@link ClientSettings#publicUrl()}
     * @param tenants organisations that may call through it; empty for every one
     * @param fhirServers base URLs of its FHIR servers; data is fetched from no other
     * @param unsupportedTypes resource types that its FHIR servers do not have, such as {@code Specimen}: none of them is no reason to
     *     refuse
     * @param corsOrigins origins of its web pages that call from the browser
     * @param deadline how long it waits for an answer
     * @param cdsHooks version it speaks: {@code 2.0.1}, or {@code 3.0} for prefetch templates with FHIRPath
     * @param callsPerSecond how often it may call each replica on the long run; 0 for as often as there is room
     * @param degradedCard whether it gets a card that says so when data is missing; otherwise the status 412
     * @param explanations whether it may ask why each rule is what it is
     * @param timeZone where its patients are, as an IANA name such as {@code Australia/Sydney}: dates in records are days there
     */
    public record Client(
            @DefaultValue("") String name,
            @DefaultValue List<String> issuer,
            @DefaultValue List<String> jwksUrl,
            @DefaultValue("false") boolean jwksPrivateNetwork,
            @DefaultValue Set<String> jku,
            @Nullable Resource keys,
            @DefaultValue Set<String> sites,
            @DefaultValue({"ES384", "RS384"}) Set<String> algorithms,
            @DefaultValue("endpoint") Audience audience,
            @Nullable String publicUrl,
            @DefaultValue Set<String> tenants,
            @DefaultValue List<Server> fhirServers,
            @DefaultValue Set<String> unsupportedTypes,
            @DefaultValue Set<String> corsOrigins,
            @DefaultValue("450ms") Duration deadline,
            @DefaultValue("2.0.1") String cdsHooks,
            @DefaultValue("0") int callsPerSecond,
            @DefaultValue("true") boolean degradedCard,
            @DefaultValue("false") boolean explanations,
            @DefaultValue("UTC") ZoneId timeZone) {

        /** The client as it is at each of its sites, each with issuers, keys and servers of its own; itself when it names no sites. */
        List<Client> bySite() {
            return sites.isEmpty()
                    ? List.of(this)
                    : sites.stream().map(this::at).toList();
        }

        private Client at(String site) {
            return new Client(
                    name,
                    issuer.stream().map(each -> filled(each, site)).toList(),
                    jwksUrl.stream().map(each -> filled(each, site)).toList(),
                    jwksPrivateNetwork,
                    jku.stream().map(each -> filled(each, site)).collect(Collectors.toSet()),
                    keys,
                    Set.of(),
                    algorithms,
                    audience,
                    publicUrl,
                    tenants,
                    fhirServers.stream()
                            .map(server -> new Server(
                                    filled(server.url(), site),
                                    server.privateNetwork(),
                                    server.pageSize(),
                                    server.unsupportedParameters()))
                            .toList(),
                    unsupportedTypes,
                    corsOrigins,
                    deadline,
                    cdsHooks,
                    callsPerSecond,
                    degradedCard,
                    explanations,
                    timeZone);
        }

        private static String filled(String template, String site) {
            return template.replace(SITE, site);
        }
    }

    /**
     * A FHIR server of a client.
     *
     * @param privateNetwork whether its name may lead to a private address, as in many hospitals
     * @param pageSize results requested in one page, from 1 to 1,000; 0 for 1,000
     * @param unsupportedParameters search parameters that it does not support, such as {@code _include} or {@code Observation.code}
     */
    public record Server(
            @DefaultValue("") String url,
            @DefaultValue("false") boolean privateNetwork,
            @DefaultValue("0") int pageSize,
            @DefaultValue Set<String> unsupportedParameters) {}

    /** What holds for callers on this machine while no client is configured; as in {@link Client}. */
    public record Open(
            @DefaultValue Set<String> unsupportedTypes,
            @DefaultValue Set<String> corsOrigins,
            @DefaultValue("2s") Duration deadline,
            @DefaultValue("2.0.1") String cdsHooks,
            @DefaultValue("true") boolean degradedCard,
            @DefaultValue("false") boolean explanations,
            @DefaultValue("UTC") ZoneId timeZone) {}
}
