package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.calcinosiscds.outbound.BaseUrl;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/**
 * Whatever a call names as its FHIR server: what is let through is on the client's list, also for a browser, which reads addresses
 * otherwise than Java does, and also when a query is put behind it and handed to the HTTP client.
 */
class FhirServerFuzz {
    private static final String[] SERVERS = {
        "https://ehr.example.org/fhir/r4",
        "https://ehr.example.org:8443/a/",
        "https://bücher.example",
        "http://[::1]:80/x"
    };
    private static final List<BaseUrl> CONFIGURED =
            Arrays.stream(SERVERS).map(BaseUrl::parse).toList();
    private static final CdsClient CLIENT = SampleClients.listing(SERVERS);

    @FuzzTest
    void whatIsLetThroughIsOnTheList(byte[] bytes) {
        String named = new String(bytes, StandardCharsets.UTF_8);
        BaseUrl base;
        try {
            base = BaseUrl.parse(named);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("must ");
            return;
        }
        CLIENT.fhirServer(base).ifPresent(server -> {
            assertListed(named);
            assertThat(CONFIGURED).contains(server.base());
            HttpGet request = new HttpGet(server.base().within("Patient/p1"));
            assertThat(request.getAuthority().getUserInfo()).isNull();
            assertListed(
                    request.getRequestUri().startsWith("/")
                            ? request.getScheme() + "://" + request.getAuthority() + request.getPath()
                            : request.getRequestUri());
        });
    }

    private static void assertListed(String url) {
        UriComponents read =
                UriComponentsBuilder.fromUriString(url, ParserType.WHAT_WG).build();
        assertThat(read.getUserInfo()).as("user of %s", url).isNull();
        assertThat(read.getQuery()).as("query of %s", url).isNull();
        assertThat(read.getFragment()).as("fragment of %s", url).isNull();
        String port = read.getPort() < 0 ? "" : ":" + read.getPort();
        String host = String.valueOf(read.getHost()).replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        assertThat(read.getScheme() + "://" + host + port + read.getPath() + "/")
                .matches("https://ehr\\.example\\.org/fhir/r4/.*|https://ehr\\.example\\.org:8443/a/.*"
                        + "|https://xn--bcher-kva\\.example/.*|http://\\[::1]/x/.*");
        // As Tomcat reads it, which drops what follows a semicolon.
        assertThat(String.valueOf(read.getPath()).replaceAll(";[^/]*", "").split("/"))
                .doesNotContain(".", "..");
    }
}
