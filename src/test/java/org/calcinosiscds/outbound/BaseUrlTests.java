package org.calcinosiscds.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTests {
    private static final BaseUrl BASE = BaseUrl.parse("https://ehr.example.org/fhir/r4");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ehr.example.org/fhir/r4",
                "https://ehr.example.org/fhir/r4/",
                "HTTPS://EHR.Example.ORG/fhir/r4",
                "https://ehr.example.org:443/fhir/r4",
                "https://ehr.example.org./fhir/r4",
                "https://ehr.example.org/fhir/r4/tenant-7"
            })
    void sameServerInOtherSpellingsIsContained(String url) {
        assertThat(BASE.contains(BaseUrl.parse(url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ehr.example.org.attacker.net/fhir/r4",
                "https://ehr.example.orgx/fhir/r4",
                "https://attacker.net/ehr.example.org/fhir/r4",
                "https://ehr.example.org/fhir/r4x",
                "https://ehr.example.org/fhir",
                "https://ehr.example.org/",
                "https://ehr.example.org/fhir/R4",
                "https://ehr.example.org:8443/fhir/r4",
                "http://ehr.example.org/fhir/r4",
                "https://93.184.216.34/fhir/r4"
            })
    void otherServersAreNot(String url) {
        assertThat(BASE.contains(BaseUrl.parse(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ehr.example.org",
                "/fhir",
                "ftp://ehr.example.org/fhir",
                "file:///etc/passwd",
                "https:///fhir",
                "https:ehr.example.org",
                "https://user@ehr.example.org/fhir/r4",
                "https://ehr.example.org@attacker.net/fhir/r4",
                "https://ehr.example.org\\@attacker.net/fhir/r4",
                "https://ehr.example.org/fhir/r4#x",
                "https://ehr.example.org/fhir/r4?x=1",
                "https://ehr.example.org/fhir/r4/../admin",
                "https://ehr.example.org/fhir/./r4",
                "https://ehr.example.org/fhir//r4",
                "https://ehr.example.org/fhir%2Fr4",
                "https://ehr.example.org/fhir/%2e%2e/r4",
                "https://ehr.example.org/fhir/%252e%252e/r4",
                "https://ehr.example.org/fhir%5Cr4",
                "https://ehr.example.org/fhir/r4/..;/admin",
                "https://ehr.example.org/fhir/r4/..;a=b/admin",
                "https://ehr.example.org/fhir/r4/..%3B/admin",
                "https://ehr.example.org／fhir/r4",
                "https://ehr.example.org：443/fhir/r4",
                "https://xn--ls8h\u0301.example/",
                "https://ehr.example.org/fh ir",
                "https://ehr.example.org/fhir\r\nX: 1",
                "https://ehr.example.org:99999999999/fhir"
            })
    void whatCanBeReadInTwoWaysIsRefusedWithoutBeingRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.parse(url))
                .satisfies(e -> assertThat(e.getMessage()).startsWith("must ").doesNotContain("example.org"));
    }

    @Test
    void namesInOtherScriptsAreComparedInAscii() {
        assertThat(BaseUrl.parse("https://bücher.example/fhir")
                        .contains(BaseUrl.parse("https://xn--bcher-kva.example/fhir")))
                .isTrue();
        assertThat(BaseUrl.parse("https://ehr.example.org").contains(BaseUrl.parse("https://ehr.еxample.org")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Patient/p1, https://ehr.example.org/fhir/r4/Patient/p1",
        "Condition?patient=p1&code=http://x|1, https://ehr.example.org/fhir/r4/Condition?patient=p1&code=http://x%7C1",
        "Patient/ü, https://ehr.example.org/fhir/r4/Patient/%C3%BC",
        "Patient;v=1/p1, https://ehr.example.org/fhir/r4/Patient;v=1/p1",
        "?_getpages=7&x=%2F, https://ehr.example.org/fhir/r4?_getpages=7&x=%2F",
        "/fhir/r4/page/2, https://ehr.example.org/fhir/r4/page/2",
        "https://EHR.example.org:443/fhir/r4?page=2, https://EHR.example.org:443/fhir/r4?page=2",
    })
    void linkUnderTheBaseIsFollowed(String link, String target) {
        assertThat(BASE.within(link)).hasToString(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.net/fhir/r4?page=2",
                "https://ehr.example.org/other?page=2",
                "https://ehr.example.org.attacker.net/fhir/r4?page=2",
                "https://ehr.example.org@attacker.net/fhir/r4?page=2",
                "http://ehr.example.org/fhir/r4?page=2",
                "//attacker.net/fhir/r4",
                "../admin",
                "../../../../etc",
                "..%2fadmin",
                "..;/admin",
                "Patient/..;x/..;x/..;x/admin",
                "/admin",
                "\\\\attacker.net\\x",
                "javascript:alert(1)",
                "https://ehr.example.org/fhir/r4x"
            })
    void linkOutOfTheBaseIsNot(String link) {
        assertThatIllegalArgumentException().isThrownBy(() -> BASE.within(link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://127.8.9.1/x",
                "http://[::1]:80",
                "http://[0:0:0:0:0:0:0:1]"
            })
    void thisMachineIsKnownByItsUsualNames(String url) {
        assertThat(BaseUrl.parse(url).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.attacker.net",
                "http://127.0.0.1.nip.io",
                "http://0.0.0.0",
                "http://[::]",
                "http://[::2]",
                "http://10.0.0.1"
            })
    void othersAreNotThisMachine(String url) {
        assertThat(BaseUrl.parse(url).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://internal:8443/fhir/r4?page=2, , https://ehr.example.org/fhir/r4?page=2",
        "http://internal/fhir/r4/Observation?page=2, , https://ehr.example.org/fhir/r4/Observation?page=2",
        "https://internal/api?page=2, https://internal/api/Observation?patient=p1, https://ehr.example.org/fhir/r4?page=2",
        "https://internal/Observation?page=2, https://internal/Observation?patient=p1, https://ehr.example.org/fhir/r4/Observation?page=2",
    })
    void linkUnderAnotherNameOfTheServerIsTranslated(String link, String self, String target) {
        BaseUrl base = BaseUrl.parse("https://ehr.example.org/fhir/r4");

        assertThat(base.translated(link, self, "Observation?patient=p1")).hasToString(target);
    }

    @ParameterizedTest
    @CsvSource({
        "https://internal/other?page=2,",
        "https://internal/fhir/r4/../admin,",
        "https://internal/other?page=2, https://internal/api/Observation?patient=p1",
        "https://internal/fhir/r4?page=2, https://internal/api/Observation?patient=p1",
        "../admin, https://internal/api/Observation?patient=p1",
    })
    void linkThatDoesNotCorrespondIsNotTranslated(String link, String self) {
        BaseUrl base = BaseUrl.parse("https://ehr.example.org/fhir/r4");

        assertThatIllegalArgumentException().isThrownBy(() -> base.translated(link, self, "Observation?patient=p1"));
    }
}
