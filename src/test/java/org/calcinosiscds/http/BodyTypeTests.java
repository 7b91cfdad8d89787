package org.calcinosiscds.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Whether a body is a stream, which passes the limits on bodies, is decided by its type alone and never by what stands beside it. */
class BodyTypeTests {
    static final Set<String> JSON = Set.of("application/fhir+json", "application/json");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json; x=ndjson",
                "application/fhir+json;x=\"application/fhir+ndjson\"",
                "application/fhir+json; charset=utf-8; profile=ndjson",
                "application/FHIR+JSON;NDJSON=1"
            })
    void parameterMakesNoStream(String header) {
        BodyType type = BodyType.decide(assess(header), true).orElseThrow();

        assertThat(type.isStream()).isFalse();
        assertThat(type.isOneOf(JSON)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+ndjson",
                "Application/FHIR+NDJSON",
                "application/x-ndjson; charset=\"UTF-8\"",
                "application/ndjson;fhirVersion=4.0"
            })
    void ndjsonForAssessIsAStreamHoweverItIsWritten(String header) {
        BodyType type = BodyType.decide(assess(header), true).orElseThrow();

        assertThat(type.isStream()).isTrue();
        assertThat(type.isOneOf(JSON)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "application/json;a=application/x-ndjson",
                "ndjson",
                "application",
                "application/",
                "application/fhir+ndjson, application/json",
                "application/json; charset=utf-16",
                "application/json; charset=Qzx7",
                "application/*",
                "*/*",
                "application/fhir+json; x=\"ndjson"
            })
    void whatIsNoOneTypeOfTextInUtf8IsRefused(String header) {
        assertThat(BodyType.decide(assess(header), true)).isEmpty();
    }

    @Test
    void severalHeadersAreRefused() {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fhir/$assess") {
            @Override
            public Enumeration<String> getHeaders(String name) {
                return Collections.enumeration(List.of("application/fhir+json", "application/fhir+ndjson"));
            }
        };

        assertThat(BodyType.decide(request, true)).isEmpty();
    }

    @Test
    void elsewhereNothingIsAStream() {
        BodyType type =
                BodyType.decide(assess("application/fhir+ndjson"), false).orElseThrow();

        assertThat(type.isStream()).isFalse();
    }

    static MockHttpServletRequest assess(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fhir/$assess");
        request.addHeader("Content-Type", header);
        return request;
    }
}
