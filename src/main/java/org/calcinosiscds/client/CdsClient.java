package org.calcinosiscds.client;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;

/** A CDS client that calls: one of those that are configured, or anybody on this machine when there are none. */
public final class CdsClient {
    /** Name of the request attribute that holds the client of every call that is let through. */
    public static final String ATTRIBUTE = "org.calcinosiscds.client.CdsClient";

    private static final String OPEN = "open";

    private final String name;
    private final String issuer;
    private final List<FhirServer> fhirServers;
    private final Set<String> unsupportedTypes;
    private final Set<String> corsOrigins;
    private final Duration deadline;
    private final boolean isVersion3;
    private final boolean degradedCard;
    private final boolean explanations;
    private final ZoneId timeZone;

    private CdsClient(
            String name,
            String issuer,
            List<FhirServer> fhirServers,
            Set<String> unsupportedTypes,
            Set<String> corsOrigins,
            Duration deadline,
            String cdsHooks,
            boolean degradedCard,
            boolean explanations,
            ZoneId timeZone) {
        this.name = name;
        this.issuer = issuer;
        this.fhirServers = fhirServers;
        this.unsupportedTypes = Set.copyOf(unsupportedTypes);
        this.corsOrigins = corsOrigins;
        this.deadline = deadline;
        this.isVersion3 = cdsHooks.equals("3.0");
        this.degradedCard = degradedCard;
        this.explanations = explanations;
        this.timeZone = timeZone;
    }

    /** @param issuer one of those in the settings */
    static CdsClient of(ClientSettings.Client settings, String issuer) {
        return new CdsClient(
                settings.name(),
                issuer,
                settings.fhirServers().stream()
                        .map(server -> server(server, settings.name()))
                        .toList(),
                settings.unsupportedTypes(),
                settings.corsOrigins(),
                settings.deadline(),
                settings.cdsHooks(),
                settings.degradedCard(),
                settings.explanations(),
                settings.timeZone());
    }

    /** Everybody on this machine; its issuer is empty, which no token's is. */
    static CdsClient open(ClientSettings.Open settings) {
        return new CdsClient(
                OPEN,
                "",
                List.of(),
                settings.unsupportedTypes(),
                settings.corsOrigins(),
                settings.deadline(),
                settings.cdsHooks(),
                settings.degradedCard(),
                settings.explanations(),
                settings.timeZone());
    }

    private static FhirServer server(ClientSettings.Server settings, String client) {
        BaseUrl base = BaseUrl.parse(settings.url());
        return new FhirServer(
                base,
                AddressPolicy.of(base.scheme(), settings.privateNetwork()),
                client,
                settings.pageSize(),
                settings.unsupportedParameters());
    }

    /** Short name for logs and metrics. */
    public String name() {
        return name;
    }

    /** The {@code iss} of its tokens; empty when the service is open. */
    public String issuer() {
        return issuer;
    }

    /** Its name in limits that clients share: all of its issuers are one client; empty when the service is open. */
    public String share() {
        return isOpen() ? "" : name;
    }

    /** Whether this stands for any caller on this machine, because no client is configured. */
    public boolean isOpen() {
        return issuer.isEmpty();
    }

    /** How long it waits for the answer to a call. */
    public Duration deadline() {
        return deadline;
    }

    /** Whether it fills prefetch templates with FHIRPath, as CDS Hooks 3.0 has it. */
    public boolean isVersion3() {
        return isVersion3;
    }

    /** Whether it gets a card that says so when data is missing. */
    public boolean degradedCard() {
        return degradedCard;
    }

    /** Whether it may ask why each rule is what it is. */
    public boolean explanations() {
        return explanations;
    }

    /** Resource types that its FHIR servers do not have. */
    public Set<String> unsupportedTypes() {
        return unsupportedTypes;
    }

    /** Where its patients are: dates in their records are days there. */
    public ZoneId timeZone() {
        return timeZone;
    }

    List<FhirServer> fhirServers() {
        return fhirServers;
    }

    Set<String> corsOrigins() {
        return corsOrigins;
    }

    /**
     * The FHIR server of that base URL, if data may be fetched from there for this client: it is on the client's own list, or it is on
     * this machine while the service is open. Of a list, the address is the one in the settings.
     */
    public Optional<FhirServer> fhirServer(BaseUrl named) {
        if (isOpen()) {
            return named.isLoopback()
                    ? Optional.of(new FhirServer(named, AddressPolicy.LOOPBACK, share()))
                    : Optional.empty();
        }
        return fhirServers.stream()
                .filter(server -> server.base().equals(named))
                .findFirst();
    }

    /** Whether one of its FHIR servers is at this origin. */
    boolean uses(String origin) {
        return fhirServers.stream().anyMatch(server -> server.base().origin().equals(origin));
    }

    @Override
    public String toString() {
        return "CdsClient " + name;
    }
}
