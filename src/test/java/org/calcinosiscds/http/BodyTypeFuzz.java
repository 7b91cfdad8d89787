package org.calcinosiscds.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a header says, a body that passes the limits as a stream is never read whole as a body of another type. */
class BodyTypeFuzz {
    @FuzzTest
    void noBodyIsOfTwoTypes(byte[] header) {
        BodyType.decide(BodyTypeTests.assess(new String(header, StandardCharsets.ISO_8859_1)), true)
                .ifPresent(type -> {
                    assertThat(type.isStream()).isEqualTo(type.isOneOf(MediaTypes.NDJSON_NAMES));
                    assertThat(type.isStream() && (type.isOneOf(BodyTypeTests.JSON) || type.isForm()))
                            .isFalse();
                });
    }
}
