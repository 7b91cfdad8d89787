package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without options of the JVM that runs out of memory ends, wherever that happens, with a code that a supervisor sees. */
class EndOnOutOfMemoryIT {
    @ParameterizedTest
    @ValueSource(strings = {"thread", "evaluation", "answer"})
    void processEndsWhenItsMemoryIsExhausted(String where, @TempDir Path folder) throws Exception {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExhaustedProcess.class.getName(),
                        where)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(EndOnOutOfMemory.EXIT_CODE);
            assertThat(printed).content().contains("Java ran out of memory", "more than 64 MB");
        } finally {
            process.destroyForcibly();
        }
    }
}
