package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.wiring.LimitSettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** In whatever pieces a file arrives, its lines are those that are in it, by their numbers; the first byte says how large the pieces are. */
class NdjsonLinesFuzz {
    private static final int MAX_LENGTH = 20;
    private static final Limits LIMITS = Binder.get(
                    new MockEnvironment().withProperty("calcinosis.limits.body", MAX_LENGTH + "B"))
            .bindOrCreate("calcinosis.limits", LimitSettings.class)
            .limits();

    @FuzzTest
    void linesAreThoseOfTheFile(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        String file = new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1);
        // What follows the last end of a line is a line if there is any of it.
        String[] expected = file.isEmpty() ? new String[0] : file.split("\n", -1);
        int count = file.endsWith("\n") ? expected.length - 1 : expected.length;

        NdjsonLines lines = new NdjsonLines(
                "", new Pieces(file.getBytes(StandardCharsets.ISO_8859_1), 1 + (bytes[0] & 0x7F)), LIMITS);
        for (int i = 0; i < count; i++) {
            String line = new String(lines.next(), StandardCharsets.ISO_8859_1);
            assertThat(lines.number()).isEqualTo(i + 1);
            assertThat(lines.isTooLong()).isEqualTo(expected[i].length() > MAX_LENGTH);
            assertThat(line).hasSizeLessThanOrEqualTo(MAX_LENGTH);
            assertThat(lines.isTooLong() ? expected[i].startsWith(line) : expected[i].equals(line))
                    .isTrue();
        }
        assertThat(lines.next()).isNull();
    }

    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream bytes;
        private final int most;

        Pieces(byte[] bytes, int most) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, Math.min(length, most));
        }
    }
}
