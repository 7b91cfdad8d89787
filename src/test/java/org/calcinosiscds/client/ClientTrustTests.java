package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.record.Fhir;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

/** Which tokens a client with these settings is known by: its issuers, sites, key addresses and audiences. */
class ClientTrustTests {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";
    static final TokenMaker NORTH = TokenMaker.es384("north");
    private static final TokenMaker SOUTH = TokenMaker.es384("south");
    private static final Map<String, TokenMaker> PUBLISHED =
            Map.of("https://north.example.org/jwks", NORTH, "https://south.example.org/jwks", SOUTH);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # keys | jwks-url                       | jku of the settings   | jku of the token               | refused
                    file   | -                              | -                     | -                              | -
                    file   | -                              | -                     | https://anywhere.example.org/k | -
                    file   | https://north.example.org/jwks | -                     | https://north.example.org/jwks | -
                    file   | https://north.example.org/jwks | -                     | https://other.example.org/k    | JKU
                    file   | -                              | https://a.example/k   | https://a.example/k            | -
                    file   | -                              | https://a.example/k   | https://b.example/k            | JKU
                    file   | https://north.example.org/jwks | https://a.example/k   | https://north.example.org/jwks | JKU
                    -      | https://north.example.org/jwks | -                     | https://north.example.org/jwks | -
                    -      | https://north.example.org/jwks | -                     | -                              | -
                    -      | https://north.example.org/jwks | -                     | https://south.example.org/jwks | JKU
                    -      | https://north.example.org/jwks | https://a.example/k   | https://a.example/k            | -
                    -      | https://north.example.org/jwks,https://south.example.org/jwks | - | https://north.example.org/jwks | -
                    -      | https://north.example.org/jwks,https://south.example.org/jwks | - | https://south.example.org/jwks | -
                    -      | https://north.example.org/jwks,https://south.example.org/jwks | - | https://south.example.org/     | JKU
                    """)
    void jkuIsComparedWithTheListElseWithTheKeyAddressesElseIgnored(
            @Nullable String keys,
            @Nullable String jwksUrl,
            @Nullable String allowed,
            @Nullable String jku,
            @Nullable String refused)
            throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("issuer", TokenMaker.ISSUER);
        if (keys != null) {
            settings.put(
                    "keys",
                    Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(NORTH))
                            .toUri()
                            .toString());
        }
        put(settings, "jwks-url", jwksUrl);
        put(settings, "jku", allowed);
        Map<String, Object> header = NORTH.header();
        if (jku != null) {
            header.put("jku", jku);
        }

        assertThat(answer(settings, NORTH.sign(header, TokenMaker.claims(SERVICE, NOW)), SERVICE))
                .isEqualTo(refused == null ? "ehr" : refused);
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }

    @Test
    void keysOfEveryAddressAreKeysOfTheClient() {
        Map<String, String> settings = Map.of(
                "issuer",
                TokenMaker.ISSUER,
                "jwks-url",
                "https://north.example.org/jwks,https://south.example.org/jwks");

        for (TokenMaker maker : List.of(NORTH, SOUTH)) {
            assertThat(answer(settings, maker.token(SERVICE, NOW), SERVICE)).isEqualTo("ehr");
        }
        assertThat(answer(settings, TokenMaker.es384("east").token(SERVICE, NOW), SERVICE))
                .isEqualTo("KEY");
        assertThat(answer(settings, TokenMaker.es384("north").token(SERVICE, NOW), SERVICE))
                .isEqualTo("SIGNATURE");
    }

    @Test
    void eachIssuerOfAListIsTheClientUnderItsOwnName() {
        Map<String, String> settings =
                Map.of("issuer", "https://one.example.org,urn:two", "jwks-url", "https://north.example.org/jwks");
        CdsClients clients = clients(settings);

        for (String issuer : List.of("https://one.example.org", "urn:two")) {
            assertThat(answer(settings, NORTH.token(SERVICE, NOW, issuer), SERVICE))
                    .isEqualTo("ehr");
            CdsClient client = clients.ofIssuer(issuer).orElseThrow().client();
            assertThat(client.issuer()).isEqualTo(issuer);
            assertThat(client.share()).isEqualTo("ehr");
        }
        assertThat(answer(settings, NORTH.token(SERVICE, NOW, "https://one.example.org/"), SERVICE))
                .isEqualTo("ISSUER");
        assertThat(clients.byName()).containsOnlyKeys("ehr");
        assertThat(clients.byName().get("ehr")).hasSize(2);
    }

    @Test
    void siteIsTrustedForItselfAlone() {
        Map<String, String> settings = Map.of(
                "sites",
                "north.example.org,south.example.org",
                "issuer",
                "https://{site}/oauth2",
                "jwks-url",
                "https://{site}/jwks",
                "fhir-servers[0].url",
                "https://{site}/fhir");
        CdsClients clients = clients(settings);
        Map<String, TokenMaker> keys = Map.of("north.example.org", NORTH, "south.example.org", SOUTH);

        for (String issuer : keys.keySet()) {
            for (String signer : keys.keySet()) {
                assertThat(answer(
                                settings,
                                keys.get(signer).token(SERVICE, NOW, "https://" + issuer + "/oauth2"),
                                SERVICE))
                        .as("%s signed by %s", issuer, signer)
                        .isEqualTo(issuer.equals(signer) ? "ehr" : "KEY");
                assertThat(clients.ofIssuer("https://" + issuer + "/oauth2")
                                .orElseThrow()
                                .client()
                                .fhirServer(BaseUrl.parse("https://" + signer + "/fhir"))
                                .isPresent())
                        .isEqualTo(issuer.equals(signer));
            }
        }
        for (String stranger : List.of("https://east.example.org/oauth2", "https://{site}/oauth2", "https:///oauth2")) {
            assertThat(answer(settings, NORTH.token(SERVICE, NOW, stranger), SERVICE))
                    .isEqualTo("ISSUER");
        }
        assertThat(clients.byName()).containsOnlyKeys("ehr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # called                                     | aud                                          | endpoint | service
                    /cds-services/calcinosis-patient-view        | /cds-services/calcinosis-patient-view        | true     | true
                    /cds-services/calcinosis-patient-view        | /cds-services/calcinosis-patient-view/       | false    | true
                    /cds-services/calcinosis-patient-view        | ''                                           | false    | true
                    /cds-services/calcinosis-patient-view        | /                                            | false    | true
                    /cds-services/calcinosis-patient-view        | //                                           | false    | false
                    /cds-services/calcinosis-patient-view        | /cds-services                                | false    | true
                    /cds-services/calcinosis-patient-view        | /cds-services/                               | false    | true
                    /cds-services/calcinosis-patient-view        | /cds-services/calcinosis-order-sign          | false    | false
                    /cds-services/calcinosis-patient-view        | /fhir                                        | false    | false
                    /cds-services/calcinosis-patient-view        | .attacker.net                                | false    | false
                    /cds-services/calcinosis-patient-view/feedback | /cds-services/calcinosis-patient-view/feedback | true | true
                    /cds-services/calcinosis-patient-view/feedback | /cds-services/calcinosis-patient-view      | true     | true
                    /cds-services/calcinosis-patient-view/feedback | /cds-services/calcinosis-patient-view/     | false    | true
                    /cds-services/calcinosis-patient-view/feedback | /cds-services                              | false    | true
                    /cds-services                                | /cds-services                                | true     | true
                    /cds-services                                | /cds-services/                               | false    | true
                    /fhir/$assess                                | /fhir/$assess                                | true     | true
                    /fhir/$assess                                | /fhir                                        | true     | true
                    /fhir/$assess                                | /fhir/                                       | false    | true
                    /fhir/$assess                                | /cds-services                                | false    | false
                    /fhir/$assess                                | ''                                           | false    | false
                    """)
    void audienceIsTheEndpointOrAsTheClientIsSetOneOfTheServicesAddresses(
            String called, String audience, boolean byEndpoint, boolean byService) {
        Map<String, Object> claims = TokenMaker.claims(audience, NOW);
        Map<String, String> settings =
                Map.of("issuer", TokenMaker.ISSUER, "jwks-url", "https://north.example.org/jwks");

        assertThat(answer(settings, NORTH.sign(NORTH.header(), claims), called))
                .isEqualTo(byEndpoint ? "ehr" : "AUDIENCE");
        Map<String, String> wide = new HashMap<>(settings);
        wide.put("audience", "service");
        assertThat(answer(wide, NORTH.sign(NORTH.header(), claims), called)).isEqualTo(byService ? "ehr" : "AUDIENCE");
    }

    /** Name of the client, or the reason of the refusal. */
    private static String answer(Map<String, String> settings, String token, String path) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        TokenReplayCache replays = new TokenReplayCache(
                clock, System::nanoTime, null, OnStoreFailure.ACCEPT, 1000, new SimpleMeterRegistry());
        try {
            return new TokenVerifier(clients(settings), Fhir.GUARD, replays, new FairSemaphore(1), clock)
                    .verify(token, new CalledEndpoint(path))
                    .name();
        } catch (RefusedTokenException e) {
            return e.reason().name();
        }
    }

    static CdsClients clients(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("calcinosis.public-url", TokenMaker.PUBLIC_URL);
        all.put("calcinosis.clients[0].name", "ehr");
        settings.forEach((name, value) -> all.put("calcinosis.clients[0]." + name, value));
        ClientSettings bound = new Binder(
                        List.of(new MapConfigurationPropertySource(all)),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bindOrCreate("calcinosis", ClientSettings.class);
        return new CdsClients(
                bound,
                client -> new StaticJwkSet(
                        client.keys() != null
                                ? read(NORTH)
                                : client.jwksUrl().stream()
                                        .flatMap(url -> read(PUBLISHED.get(url)).stream())
                                        .toList()));
    }

    private static List<com.nimbusds.jose.jwk.JWK> read(TokenMaker maker) {
        return new JwkSets(Fhir.GUARD).read(TokenMaker.jwks(maker).getBytes(StandardCharsets.UTF_8));
    }
}
