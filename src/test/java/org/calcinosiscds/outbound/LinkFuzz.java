package org.calcinosiscds.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.message.RequestLine;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/** Whatever a server names as its next page: the request that is made of it goes to that server, under its base URL. */
class LinkFuzz {
    private static final BaseUrl BASE = BaseUrl.parse("https://ehr.example.org/fhir/r4");

    @FuzzTest
    void whatIsFollowedLiesUnderTheBase(byte[] bytes) throws URISyntaxException {
        String link = new String(bytes, StandardCharsets.UTF_8);
        requireUnderTheBase(() -> BASE.within(link));
        requireUnderTheBase(() -> BASE.translated(link, null, "Observation?patient=p1"));
        requireUnderTheBase(
                () -> BASE.translated("https://internal.example.org/r4?page=2", link, "Observation?patient=p1"));
        requireUnderTheBase(() ->
                BASE.translated(link, "https://internal.example.org/Observation?patient=p1", "Observation?patient=p1"));
    }

    private static void requireUnderTheBase(Supplier<URI> link) throws URISyntaxException {
        URI target;
        try {
            target = link.get();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("must ");
            return;
        }
        HttpGet request = new HttpGet(target);

        assertThat(request.getScheme()).isEqualToIgnoringCase("https");
        assertThat(request.getAuthority().getHostName().replaceFirst("\\.$", ""))
                .isEqualToIgnoringCase("ehr.example.org");
        assertThat(request.getAuthority().getPort()).isIn(-1, 443);
        assertThat(request.getAuthority().getUserInfo()).isNull();
        assertThat(new RequestLine(request).getUri()).matches("[!-~&&[^#\\\\]]+");
        UriComponents path = UriComponentsBuilder.fromUriString(
                        "https://ehr.example.org" + new RequestLine(request).getUri(), ParserType.WHAT_WG)
                .build();
        assertThat(path.getHost()).isEqualTo("ehr.example.org");
        // As Tomcat reads it, which drops what follows a semicolon.
        assertThat(String.valueOf(path.getPath()).replaceAll(";[^/]*", "") + "/")
                .startsWith("/fhir/r4/")
                .doesNotContain("/../", "/./", "\\");
    }
}
