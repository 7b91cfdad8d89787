package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.http.AdmissionSettings;
import org.calcinosiscds.http.Endpoints;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.RefusalLog;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.OutboundClient;
import org.calcinosiscds.startup.StartRefusedException;
import org.calcinosiscds.store.SeenTokens;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;

/** Makes the table of clients, and refuses to start where it would let in everybody. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClientSettings.class)
class ClientConfiguration {
    private static final Logger log = LoggerFactory.getLogger(ClientConfiguration.class);

    private static final Duration FETCH_TIME = Duration.ofSeconds(2);
    private static final int LARGEST_SET = 256 * 1024;

    @Bean
    CdsClients cdsClients(
            ClientSettings settings,
            ServerProperties server,
            JsonGuard guard,
            OutboundClient outbound,
            KeyRefresh refresh,
            MeterRegistry meters) {
        if (settings.clients().isEmpty()) {
            requireLoopback(server.getAddress());
            log.warn("No CDS client is configured: only callers on this machine are answered.");
        }
        JwkSets sets = new JwkSets(guard);
        List<RemoteJwkSet> published = new ArrayList<>();
        CdsClients clients = new CdsClients(settings, client -> {
            if (client.keys() != null) {
                return fixed(client, sets);
            }
            List<RemoteJwkSet> ofClient = client.jwksUrl().stream()
                    .map(URI::create)
                    .map(url -> new RemoteJwkSet(
                            client.name(),
                            url.getHost(),
                            source(url, client.jwksPrivateNetwork(), sets, outbound),
                            refresh.executor(),
                            settings.keysMaxAge(),
                            System::nanoTime,
                            meters))
                    .toList();
            published.addAll(ofClient);
            return new RemoteJwkSets(ofClient, client.deadline());
        });
        refresh.start(published);
        settings.clients()
                .forEach(client -> log.atInfo()
                        .addKeyValue("client", client.name())
                        .addKeyValue("issuers", client.issuer().size())
                        .addKeyValue("sites", client.sites().size())
                        .addKeyValue("fhirServers", client.fhirServers().size())
                        .addKeyValue("corsOrigins", client.corsOrigins().size())
                        .log("Answers a CDS client."));
        return clients;
    }

    @Bean
    FhirServers fhirServers(CdsClients clients) {
        return new FhirServers(clients.all().stream()
                .map(CdsClients.Trusted::client)
                .collect(Collectors.toMap(
                        CdsClient::name, CdsClient::fhirServers, ClientConfiguration::together, TreeMap::new)));
    }

    private static List<FhirServer> together(List<FhirServer> some, List<FhirServer> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    @Bean
    ClientBulkheads clientBulkheads(CdsClients clients) {
        return new ClientBulkheads(clients);
    }

    @Bean
    ClientOrigins clientOrigins(CdsClients clients, OutcomeResponses outcomes) {
        return new ClientOrigins(clients.corsOrigins(), outcomes);
    }

    @Bean
    ClientShares clientShares(
            ClientBulkheads bulkheads,
            AdmissionSettings settings,
            ClientOrigins origins,
            OutcomeResponses outcomes,
            RefusalLog refusals,
            MeterRegistry meters) {
        return new ClientShares(bulkheads, settings, origins, outcomes, refusals, meters);
    }

    /** On the port of the service alone. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> admission(
            Endpoints endpoints, CdsClients clients, ClientShares shares, JsonGuard guard) {
        return factory -> factory.addContextValves(new AdmissionValve(endpoints, clients, shares, guard));
    }

    @Bean
    KeyRefresh keyRefresh() {
        return new KeyRefresh();
    }

    @Bean
    Authenticator authenticator(
            CdsClients clients,
            ClientSettings settings,
            JsonGuard guard,
            ObjectProvider<SeenTokens> shared,
            FairSemaphore processors,
            Clock clock,
            MeterRegistry meters) {
        TokenReplayCache replays = new TokenReplayCache(
                clock,
                System::nanoTime,
                shared.getIfAvailable(),
                settings.onStoreFailure(),
                settings.seenTokens(),
                meters);
        return new Authenticator(new TokenVerifier(clients, guard, replays, processors, clock), meters);
    }

    private static void requireLoopback(@Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new StartRefusedException(
                    "Setting calcinosis.clients is empty, so that everybody would be answered, and server.address is not a loopback address.",
                    "Configure the clients (docs/integrating-an-ehr.md), or listen on 127.0.0.1.");
        }
    }

    private static StaticJwkSet fixed(ClientSettings.Client client, JwkSets sets) {
        try {
            StaticJwkSet keys = new StaticJwkSet(
                    sets.read(Objects.requireNonNull(client.keys()).getContentAsByteArray()));
            if (keys.areKnown()) {
                return keys;
            }
        } catch (IOException | IllegalArgumentException e) {
            // Told below, without the message, which may quote the file.
        }
        throw new StartRefusedException(
                "Setting calcinosis.clients, 'keys' of client '%s': %s is not there or no JWK Set with a public key that has a 'kid'."
                        .formatted(
                                client.name(),
                                Objects.requireNonNull(client.keys()).getDescription()),
                "Ask the client for its JWK Set and store it in that file.");
    }

    private static RemoteJwkSet.Source source(URI url, boolean privateNetwork, JwkSets sets, OutboundClient outbound) {
        AddressPolicy policy = AddressPolicy.of(url.getScheme(), privateNetwork);
        return () -> sets.read(outbound.get(
                url, policy, Map.of("Accept", MediaType.APPLICATION_JSON_VALUE), Deadline.in(FETCH_TIME), LARGEST_SET));
    }
}
