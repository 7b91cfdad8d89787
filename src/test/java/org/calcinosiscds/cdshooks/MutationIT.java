package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damages a valid call in thousands of ways; always the same ways, so that a failure can be looked at. */
class MutationIT extends HookTest {
    private static final List<String> SNIPPETS = List.of(
            "null",
            "{}",
            "[]",
            "\"\"",
            "{\"\":0}",
            "1e3000000",
            "-1e-99999999999",
            "NaN",
            "\"1e2147483647\"",
            "[[[[[[[[",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\uFEFF",
            ",",
            ":",
            "\"",
            "\"resourceType\":\"Bundle\",",
            "\"entry\":[{}],",
            "<a/>",
            "/**/");

    @Test
    void noDamageMakesItFail() throws Exception {
        byte[] valid = HookRequest.patientView()
                .with("context.encounterId", "\"e1\"")
                .with(
                        "prefetch.observations",
                        HookRequest.searchset(
                                HookRequest.observation("a", "p1", "9.40"), HookRequest.observation("b", "p1", "5.1")))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7731);
        int answered = 0;

        for (int count = 0; count < 2000; count++) {
            byte[] mutant = valid;
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                mutant = damaged(mutant, random);
            }
            HttpResponse<String> answer = post(mutant);
            assertThat(answer.statusCode())
                    .as("mutant %d: %s", count, new String(mutant, StandardCharsets.UTF_8))
                    .matches(status -> status == 200 || status / 100 == 4);
            assertThat(answer.body()).contains(answer.statusCode() == 200 ? "\"cards\":[" : "\"OperationOutcome\"");
            answered += answer.statusCode() == 200 ? 1 : 0;
        }

        assertThat(answered).as("mutants that are still valid").isBetween(50, 1000);
    }

    private static byte[] damaged(byte[] bytes, Random random) throws IOException {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(6)) {
            case 0 -> { // One bit or byte is another.
                out.writeBytes(bytes);
                byte[] changed = out.toByteArray();
                int position = Math.min(at, bytes.length - 1);
                changed[position] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt(256));
                return changed;
            }
            case 1 -> out.write(bytes, 0, Math.max(1, at)); // The end is missing.
            case 2 -> { // A part is missing.
                out.write(bytes, 0, at);
                out.write(bytes, end, bytes.length - end);
                out.write(' ');
            }
            case 3 -> { // A part is there twice.
                out.write(bytes, 0, end);
                out.write(bytes, at, bytes.length - at);
            }
            case 4 -> { // Something is put in.
                out.write(bytes, 0, at);
                out.writeBytes(SNIPPETS.get(random.nextInt(SNIPPETS.size())).getBytes(StandardCharsets.UTF_8));
                out.write(bytes, at, bytes.length - at);
            }
            default -> { // Something is put in place of a part.
                out.write(bytes, 0, at);
                out.writeBytes(SNIPPETS.get(random.nextInt(SNIPPETS.size())).getBytes(StandardCharsets.UTF_8));
                out.write(bytes, end, bytes.length - end);
            }
        }
        return out.toByteArray();
    }
}
