package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.wiring.LimitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

class NdjsonLinesTests {
    private static final Limits LIMITS = Binder.get(new MockEnvironment().withProperty("calcinosis.limits.body", "10B"))
            .bindOrCreate("calcinosis.limits", LimitSettings.class)
            .limits();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void linesAreWhatIsBetweenTheirEnds(int chunk) throws IOException {
        assertThat(lines("one\n\ntwo\nthree", chunk)).containsExactly("1 one", "2 ", "3 two", "4 three");
        assertThat(lines("one\n", chunk)).containsExactly("1 one");
        assertThat(lines("", chunk)).isEmpty();
    }

    @Test
    void lineThatIsTooLongIsCutAndTheNextIsWhole() throws IOException {
        assertThat(lines("1234567890\n12345678901\n" + "x".repeat(200_000) + "\nend", 7))
                .containsExactly("1 1234567890", "2 too long", "3 too long", "4 end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "  \r\n", "x\n"})
    void streamThatDawdlesEndsAfterHalfAMinute(String each) {
        AtomicLong nanoTime = new AtomicLong();
        NdjsonLines lines = new NdjsonLines("", endless(each, nanoTime), LIMITS, nanoTime::get);

        assertThatThrownBy(() -> {
                    while (lines.next() != null) {
                        assertThat(nanoTime.get())
                                .isLessThan(Duration.ofSeconds(31).toNanos());
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void streamOfAnOrdinarySenderHasNoEnd() throws IOException {
        AtomicLong nanoTime = new AtomicLong();
        NdjsonLines lines = new NdjsonLines("", endless("x".repeat(300) + "\n", nanoTime), LIMITS, nanoTime::get);

        while (nanoTime.get() < Duration.ofMinutes(5).toNanos()) {
            assertThat(lines.next()).isNotNull();
        }
    }

    /** The same again and again, a second apart. */
    private static InputStream endless(String each, AtomicLong nanoTime) {
        byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("read in blocks");
            }

            @Override
            public int read(byte[] buffer) {
                nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
                System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                return bytes.length;
            }
        };
    }

    private static List<String> lines(String text, int chunk) throws IOException {
        InputStream stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, chunk));
            }

            @Override
            public int read(byte[] buffer) {
                return read(buffer, 0, buffer.length);
            }
        };
        NdjsonLines lines = new NdjsonLines("", stream, LIMITS);
        List<String> found = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            found.add(
                    lines.number() + " " + (lines.isTooLong() ? "too long" : new String(line, StandardCharsets.UTF_8)));
        }
        return found;
    }
}
