package org.calcinosiscds.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;

/** A request target that is let through is the same path after decoding and normalising. */
class RequestTargetFuzz {
    @FuzzTest
    void noTargetHasTwoReadings(byte[] bytes) {
        String target = "/" + new String(bytes, StandardCharsets.ISO_8859_1);
        if (RequestTargetValve.isAmbiguous(target)) {
            return;
        }
        String decoded;
        try {
            decoded = UDecoder.URLDecode(target, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Tomcat refuses it.
            return;
        }
        assertThat(RequestUtil.normalize(decoded)).isEqualTo(decoded);
        assertThat(decoded.split("/", -1)).hasSameSizeAs(target.split("/", -1));
        assertThat(decoded).doesNotContain(";", "\\", "\0");
    }
}
