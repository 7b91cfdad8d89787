package org.calcinosiscds.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.Fhir;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGuardTests {
    private static final String VALUE = "prefetch.observations.entry[0].resource.valueQuantity.value";

    static Stream<Arguments> evilInputs() {
        return Stream.of(
                arguments(
                        value("1e3000000"),
                        "Found a number with a large exponent at " + VALUE + ", expected one within plus or minus 30."),
                arguments(
                        value("1e-1000000000"),
                        "Found a number with a large exponent at " + VALUE + ", expected one within plus or minus 30."),
                arguments(
                        value("1e2147483648"),
                        "Found a number with a large exponent at " + VALUE + ", expected one within plus or minus 30."),
                arguments(
                        value("1E+0031"),
                        "Found a number with a large exponent at " + VALUE + ", expected one within plus or minus 30."),
                arguments(
                        value("9".repeat(41)),
                        "Found a number of 41 characters at " + VALUE + ", expected 40 at most."),
                arguments(
                        value("\"1e2000000000\""),
                        "Found a string that is a number with a large exponent at " + VALUE
                                + ", expected one within plus or minus 30."),
                arguments(
                        value("\"1\\u0065\\u0662\\u0660\\u0660\\u0660\""), // 1e2000 in other digits
                        "Found a string that is a number with a large exponent at " + VALUE
                                + ", expected one within plus or minus 30."),
                arguments(
                        value("[\"1e9999\"]"), // HAPI takes the one value of an array.
                        "Found a string that is a number with a large exponent at " + VALUE
                                + "[0], expected one within plus or minus 30."),
                arguments(
                        value("\"" + "0".repeat(41) + "\""),
                        "Found a string that is a number of 41 characters at " + VALUE + ", expected 40 at most."),
                arguments(
                        observation("\"component\":[{\"valueSampledData\":{\"factor\":\"1e99\"}}]"),
                        "Found a string that is a number with a large exponent at prefetch.observations.entry[0].resource."
                                + "component[0].valueSampledData.factor, expected one within plus or minus 30."),
                arguments(
                        observation("\"\":{}"),
                        "Found an empty property name at "
                                + "prefetch.observations.entry[0].resource.?, expected a name."),
                arguments(
                        observation("\"subject\":{},\"subject\":{}"),
                        "Found a second property of the same name at "
                                + "prefetch.observations.entry[0].resource.subject, expected one."),
                arguments(
                        observation("\"subject\":{},\"subj\\u0065ct\":{}"),
                        "Found a second property of the same name at "
                                + "prefetch.observations.entry[0].resource.subject, expected one."),
                arguments(
                        observation("\"Rosalind\":{},\"Rosalind\":{}"),
                        "Found a second property of the same name at "
                                + "prefetch.observations.entry[0].resource.?, expected one."),
                arguments(
                        "{\"" + "n".repeat(257) + "\":1}",
                        "Found a property name of 257 characters at ?, expected 256 at most."),
                arguments(
                        "{\"" + "n".repeat(99_999) + "\":1}",
                        "Found a name of too many characters as the body, expected 256 at most."),
                arguments(
                        "{\"hook\":\"" + "x".repeat(1_048_577) + "\"}",
                        "Found a string of 1048577 characters at ?, expected 1048576 at most."),
                arguments(
                        "[".repeat(65) + "]".repeat(65),
                        "Found more than 64 levels of nesting at " + "[0]".repeat(64) + ", expected fewer."),
                arguments(
                        "{\"prefetch\":".repeat(100_000),
                        "Found more than 64 levels of nesting at " + "prefetch.".repeat(63)
                                + "prefetch, expected fewer."),
                arguments(value("NaN"), "Found text that is not JSON near byte 79 at " + VALUE + ", expected JSON."),
                arguments(value("01"), "Found text that is not JSON near byte 77 at " + VALUE + ", expected JSON."),
                arguments(value("+1"), "Found text that is not JSON near byte 77 at " + VALUE + ", expected JSON."),
                arguments(
                        "{\"prefetch\": /* none */ {}}",
                        "Found text that is not JSON near byte 13 at prefetch, expected JSON."),
                arguments("{'prefetch':{}}", "Found text that is not JSON near byte 1 as the body, expected JSON."),
                arguments("{\"prefetch\":{},}", "Found text that is not JSON near byte 15 at prefetch, expected JSON."),
                arguments("{\"prefetch\":", "Found text that is not JSON near byte 12 at prefetch, expected JSON."),
                arguments("{} {}", "Found a second value as the body, expected the end of the body."),
                arguments("{}]", "Found text that is not JSON near byte 2 as the body, expected JSON."),
                arguments("{}x", "Found text that is not JSON near byte 2 as the body, expected JSON."),
                arguments("", "Found nothing as the body, expected a JSON object."),
                arguments("  ", "Found nothing as the body, expected a JSON object."),
                arguments(
                        "{\"entry\":[" + "{},".repeat(2000) + "{}]}",
                        "Found more than 2000 entries at entry[2000], expected fewer."),
                arguments(
                        "{\"contained\":[" + "{},".repeat(50) + "{}]}",
                        "Found more than 50 contained resources at contained[50], expected fewer."),
                arguments(
                        "[" + "{\"resourceType\":0},".repeat(5000) + "{\"resourceType\":0}]",
                        "Found more than 5000 resources at [5000].resourceType, expected fewer."),
                arguments(
                        "[" + "0,".repeat(2_000_000) + "0]",
                        "Found more than 2000000 JSON tokens at [1999998], expected fewer."));
    }

    @ParameterizedTest
    @MethodSource("evilInputs")
    void evilInputIsRefusedNamingItsPlace(String json, String message) {
        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> Fhir.guarded(json))
                .withMessage(message)
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1"})
    void otherEncodingsAreRefused(Charset charset) {
        byte[] document = "{\"prefetch\":\"Grüße\"}".getBytes(charset);

        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> Fhir.GUARD.read(document, Set.of()))
                .withMessageMatching("Found text that is not UTF-8 near byte \\d+ as the body, expected UTF-8 JSON\\.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e30",
                "-1.5E-30",
                "0",
                "-0",
                "\"9.40\"",
                "\"1e5\"",
                "\"see note\"",
                "\"2026-11-21\"",
                "null",
                "true",
                "9999999999999999999999999999999999999999"
            })
    void ordinaryValuesPass(String value) {
        assertThat(Fhir.guarded(value(value)).property("prefetch")).isNotNull();
    }

    @Test
    void identifiersMayLookLikeHugeNumbers() {
        String identifiers = """
                {"prefetch":{"resourceType":"Patient","id":"1e9999999999","identifier":[{"value":"4e123456789"}],\
                "telecom":[{"value":"%s"}]}}""".formatted("0".repeat(60));

        assertThat(Fhir.guarded(identifiers).property("prefetch")).isNotNull();
    }

    @Test
    void valuesKeepTheirOriginalBytes() {
        JsonValue document = Fhir.guarded("{ \"ü\" : 1, \"prefetch\" : {\"a\": 9.40 , \"b\":[\"é\"]} }");

        assertThat(document.properties().values())
                .filteredOn(value -> value.kind() == JsonValue.Kind.OBJECT)
                .singleElement()
                .extracting(value -> new String(value.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\": 9.40 , \"b\":[\"é\"]}");
    }

    @Test
    void messagesNeverQuoteNamesThatAreNotOfTheStandard() {
        assertThatExceptionOfType(RejectedInputException.class)
                .isThrownBy(() -> Fhir.guarded("{\"Zzyzx-Canary-7731\":{\"prefetch\":1e99}}"))
                .withMessageStartingWith("Found a number with a large exponent at ?.prefetch,");
    }

    private static String value(String value) {
        return observation("\"valueQuantity\":{\"value\":" + value + "}");
    }

    private static String observation(String properties) {
        return "{\"prefetch\":{\"observations\":{\"entry\":[{\"resource\":{" + properties + "}}]}}}";
    }
}
