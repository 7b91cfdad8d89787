package org.calcinosiscds.client;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.client.ClientSettings.Audience;
import org.calcinosiscds.client.ClientSettings.Client;
import org.calcinosiscds.client.ClientSettings.Open;
import org.calcinosiscds.client.ClientSettings.Server;

/** Clients for tests of other packages. */
public final class SampleClients {
    private SampleClients() {}

    /** Callers on this machine. */
    public static CdsClient open() {
        return CdsClient.open(
                new Open(Set.of(), Set.of(), Duration.ofSeconds(1), "2.0.1", false, false, ZoneOffset.UTC));
    }

    /** One that is configured, with these FHIR servers. */
    static CdsClient listing(String... fhirServers) {
        List<Server> servers = Arrays.stream(fhirServers)
                .map(url -> new Server(url, false, 0, Set.of()))
                .toList();
        return CdsClient.of(settings(Set.of("ES384"), servers), TokenMaker.ISSUER);
    }

    /** Settings of one client. */
    static Client settings(Set<String> algorithms, List<Server> servers) {
        return new Client(
                "ehr",
                List.of(TokenMaker.ISSUER),
                List.of("https://ehr.example.org/jwks"),
                false,
                Set.of(),
                null,
                Set.of(),
                algorithms,
                Audience.ENDPOINT,
                null,
                Set.of(),
                servers,
                Set.of(),
                Set.of(),
                Duration.ofSeconds(1),
                "2.0.1",
                0,
                false,
                false,
                ZoneOffset.UTC);
    }
}
