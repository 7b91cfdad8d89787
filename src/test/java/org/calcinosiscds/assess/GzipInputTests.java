package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class GzipInputTests {
    @Test
    void membersAreReadOneAfterTheOther() throws IOException {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        byte[] file = joined(gzip("one\n".getBytes(StandardCharsets.UTF_8)), gzip(new byte[0]), gzip(large));

        byte[] content = read(file);

        assertThat(content).hasSize(4 + large.length).startsWith("one\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void zerosBehindTheLastMemberAreFilling() throws IOException {
        assertThat(read(joined(gzip(new byte[] {1, 2}), new byte[512]))).containsExactly(1, 2);
    }

    @Test
    void fileThatIsCutOffAnywhereFails() throws IOException {
        byte[] member = gzip("{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8));
        byte[] file = joined(member, member);
        for (int length = 1; length < file.length; length++) {
            byte[] part = java.util.Arrays.copyOf(file, length);
            if (length != member.length) {
                assertThatThrownBy(() -> read(part)).as("%d bytes", length).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void damageIsFound() throws IOException {
        byte[] file = gzip("{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8));
        byte[] wrongSum = file.clone();
        wrongSum[file.length - 6]++;

        assertThatThrownBy(() -> read(wrongSum)).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> read(joined(file, new byte[] {'x'}))).isInstanceOf(ZipException.class);
    }

    private static byte[] read(byte[] file) throws IOException {
        // Like a pipe: never anything available.
        try (GzipInput input =
                new GzipInput(new BufferedInputStream(new FilterInputStream(new ByteArrayInputStream(file)) {
                    @Override
                    public int available() {
                        return 0;
                    }
                }))) {
            return input.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
