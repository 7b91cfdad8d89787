package org.calcinosiscds.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the log has of refusals under load. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void oneLineASecondCountsAll(CapturedOutput output) {
        // Near the end of what the clock can count, which is anywhere.
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND / 2);
        RefusalLog log = new RefusalLog(clock::get);

        for (int request = 0; request < 1000; request++) {
            log.refused();
        }
        assertThat(lines(output)).hasSize(1);

        clock.addAndGet(SECOND - 1);
        log.refused();
        assertThat(lines(output)).hasSize(1);

        clock.incrementAndGet();
        log.refused();
        assertThat(lines(output)).hasSize(2);
        assertThat(lines(output)[1]).contains("1001");
    }

    private static String[] lines(CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("Refused requests"))
                .toArray(String[]::new);
    }
}
