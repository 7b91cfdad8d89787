package org.calcinosiscds.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetValveTests {
    /** Security rules compare addresses as they were sent; behind them an encoded letter is the letter. */
    @ParameterizedTest
    @MethodSource("unreservedCharacters")
    void noCharacterIsEncodedWithoutNeed(String encoded) {
        assertThat(RequestTargetValve.isAmbiguous("/fhir/" + encoded + "etadata"))
                .isTrue();
        assertThat(RequestTargetValve.isAmbiguous("/fhir/" + encoded.toLowerCase(Locale.ROOT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/fhir/$assess",
                "/fhir/%24assess",
                "/fhir/ValueSet/lab-phosphate",
                "/cds-services/x/feedback",
                "/fhir/a%20b",
                "/fhir/%C3%A9"
            })
    void otherAddressesAreClear(String target) {
        assertThat(RequestTargetValve.isAmbiguous(target)).isFalse();
    }

    static Stream<String> unreservedCharacters() {
        return IntStream.rangeClosed(0x20, 0x7e)
                .filter(each -> Character.isLetterOrDigit(each) || "-._~".indexOf(each) >= 0)
                .mapToObj("%%%02X"::formatted);
    }
}
