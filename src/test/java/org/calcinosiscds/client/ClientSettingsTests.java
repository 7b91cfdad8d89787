package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.outbound.AddressPolicy;
import org.calcinosiscds.outbound.BaseUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class ClientSettingsTests {
    private static final Map<String, Object> GOOD = Map.of(
            "calcinosis.public-url", "https://cds.example.org",
            "calcinosis.clients[0].name", "ehr",
            "calcinosis.clients[0].issuer", "https://ehr.example.org/",
            "calcinosis.clients[0].jwks-url", "https://ehr.example.org/jwks?x=1",
            "calcinosis.clients[0].fhir-servers[0].url", "https://ehr.example.org/fhir",
            "calcinosis.clients[0].fhir-servers[1].url", "https://ehr.internal/fhir",
            "calcinosis.clients[0].fhir-servers[1].private-network", "true",
            "calcinosis.clients[0].fhir-servers[2].url", "http://localhost:8081/fhir",
            "calcinosis.clients[0].cors-origins", "https://ehr.example.org,http://localhost:3000");

    @Test
    void clientHasTheUsualValuesWhereNothingIsSaid() {
        ClientSettings.Client client = bind(GOOD).clients().get(0);

        assertThat(client.algorithms()).containsExactlyInAnyOrder("ES384", "RS384");
        assertThat(client.deadline()).isEqualTo(Duration.ofMillis(450));
        assertThat(client.cdsHooks()).isEqualTo("2.0.1");
        assertThat(client.degradedCard()).isTrue();
    }

    @Test
    void withoutClientsNothingIsNeeded() {
        assertThat(bind(Map.of()).clients()).isEmpty();
    }

    @Test
    void serverIsReachedAsItsEntrySays() {
        CdsClient client = CdsClient.of(bind(GOOD).clients().get(0), "https://ehr.example.org/");

        assertThat(client.fhirServer(BaseUrl.parse("https://ehr.example.org/fhir"))
                        .orElseThrow()
                        .policy())
                .isEqualTo(AddressPolicy.PUBLIC);
        assertThat(client.fhirServer(BaseUrl.parse("https://ehr.internal/fhir"))
                        .orElseThrow()
                        .policy())
                .isEqualTo(AddressPolicy.PRIVATE);
        assertThat(client.fhirServer(BaseUrl.parse("http://localhost:8081/fhir"))
                        .orElseThrow()
                        .policy())
                .isEqualTo(AddressPolicy.LOOPBACK);
        assertThat(client.fhirServer(BaseUrl.parse("https://other.example.org/fhir")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ehr.example.org/fhir",
                "https://ehr.example.org/fhir/",
                "HTTPS://EHR.example.ORG:443/fhir"
            })
    void serverIsNamedExactlyAndItsAddressIsTheConfiguredOne(String named) {
        CdsClient client = CdsClient.of(bind(GOOD).clients().get(0), "https://ehr.example.org/");

        assertThat(client.fhirServer(BaseUrl.parse(named)).orElseThrow().base())
                .isSameAs(client.fhirServer(BaseUrl.parse("https://ehr.example.org/fhir"))
                        .orElseThrow()
                        .base());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ehr.example.org/fhir/t1",
                "https://ehr.example.org/fhir;v=1",
                "https://ehr.example.org/Fhir",
                "https://ehr.example.org/%66hir",
                "https://ehr.example.org",
                "https://ehr.example.org:8443/fhir",
                "http://ehr.example.org/fhir"
            })
    void addressBesideOrUnderAConfiguredOneIsNotAServer(String named) {
        CdsClient client = CdsClient.of(bind(GOOD).clients().get(0), "https://ehr.example.org/");

        assertThat(client.fhirServer(BaseUrl.parse(named))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    public-url                          | -                            | calcinosis.public-url is required
                    public-url                          | cds.example.org              | calcinosis.public-url must be an absolute
                    clients[0].name                     | Our EHR                      | calcinosis.clients[0].name must be
                    clients[0].name                     | -                            | calcinosis.clients[0].name must be
                    clients[0].issuer                   | -                            | calcinosis.clients[0].issuer is required
                    clients[0].jwks-url                 | -                            | calcinosis.clients[0] needs 'jwks-url' or 'keys'
                    clients[0].jwks-url                 | http://ehr.example.org/jwks  | calcinosis.clients[0].jwks-url must be https
                    clients[0].sites                    | *.example.org                | calcinosis.clients[0].sites must be host names
                    clients[0].sites                    | https://ehr.example.org      | calcinosis.clients[0].sites must be host names
                    clients[0].sites                    | ehr.example.org/north        | calcinosis.clients[0].sites must be host names
                    clients[0].sites                    | ehr.example.org              | calcinosis.clients[0].issuer must hold {site}
                    clients[0].issuer                   | https://{site}/              | calcinosis.clients[0].issuer must hold {site}
                    clients[0].jwks-url                 | https://{site}/jwks          | calcinosis.clients[0].sites is required
                    clients[0].fhir-servers[0].url      | https://{site}/fhir          | calcinosis.clients[0].sites is required
                    clients[0].keys                     | file:/nowhere/keys.json      | calcinosis.clients[0].keys must be a file
                    clients[0].algorithms               | none                         | calcinosis.clients[0].algorithms must be among
                    clients[0].algorithms               | ES384,HS256                  | calcinosis.clients[0].algorithms must be among
                    clients[0].fhir-servers[1].url      | http://ehr.example.org/fhir  | calcinosis.clients[0].fhir-servers[1].url must be https
                    clients[0].fhir-servers[1].url      | https://u@ehr.example.org    | calcinosis.clients[0].fhir-servers[1].url must have
                    clients[0].cors-origins             | *                            | calcinosis.clients[0].cors-origins must be origins
                    clients[0].cors-origins             | null                         | calcinosis.clients[0].cors-origins must be origins
                    clients[0].cors-origins             | https://ehr.example.org/     | calcinosis.clients[0].cors-origins must be origins
                    clients[0].deadline                 | 1ms                          | calcinosis.clients[0].deadline must be
                    clients[0].cds-hooks                | 1.0                          | calcinosis.clients[0].cds-hooks must be 2.0.1 or 3.0
                    management-hosts                    | http://x                     | calcinosis.management-hosts must be host names
                    open.cds-hooks                      | 1.0                          | calcinosis.open.cds-hooks must be 2.0.1 or 3.0
                    """)
    void mistakeStopsTheStartAndNamesTheSetting(String setting, String value, String message) {
        Map<String, Object> settings = new TreeMap<>(GOOD);
        if (value.equals("-")) {
            settings.remove("calcinosis." + setting);
        } else {
            settings.put("calcinosis." + setting, value);
        }

        assertThatThrownBy(() -> bind(settings)).rootCause().hasMessageStartingWith("Setting " + message);
    }

    @Test
    void clientsMustDiffer() {
        Map<String, Object> settings = new TreeMap<>(GOOD);
        settings.put("calcinosis.clients[1].name", "other");
        settings.put("calcinosis.clients[1].issuer", "https://ehr.example.org/");
        settings.put("calcinosis.clients[1].jwks-url", "https://other.example.org/jwks");

        assertThatThrownBy(() -> bind(settings))
                .rootCause()
                .hasMessage("Setting calcinosis.clients[1].issuer must differ from those of the other clients.");
    }

    private static ClientSettings bind(Map<String, Object> settings) {
        return new Binder(
                        java.util.List.of(new MapConfigurationPropertySource(settings)),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bindOrCreate("calcinosis", ClientSettings.class);
    }
}
