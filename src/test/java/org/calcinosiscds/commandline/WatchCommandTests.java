package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class WatchCommandTests {
    @TempDir
    Path folder;

    @Test
    void eachEditIsReported(CapturedOutput output) throws Exception {
        SmallKnowledge small = new SmallKnowledge(folder).withTrigger();
        CompletableFuture<Integer> command = CompletableFuture.supplyAsync(
                () -> Commands.run(new String[] {"watch", "--edits", "2", folder.toString()}, Clock.systemUTC()));

        waitFor(output, "Waiting for changes.");
        small.replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");
        waitFor(output, "The last good content is kept.");
        small.replacing("cql/Kidney.cql", "exists [Condition: \"Dialisis\"]", "not exists [Condition: \"Dialysis\"]");

        assertThat(command.get(2, TimeUnit.MINUTES)).isZero();
        assertThat(output.getOut())
                .contains("Changed: cql/Kidney.cql", "cql/Kidney.cql:8:10  error  CDS012")
                .contains("1 library translated, and no case is about what changed.");
    }

    @Test
    void changedTableNamesTheCommandThatFollowsAndAChangedCaseIsRun(CapturedOutput output) throws Exception {
        new SmallKnowledge(folder).withTrigger();
        Path table = Files.createDirectories(folder.resolve("src/terminology")).resolve("codes.csv");
        Files.writeString(table, "code\n");
        CompletableFuture<Integer> command = CompletableFuture.supplyAsync(
                () -> Commands.run(new String[] {"watch", "--edits", "2", folder.toString()}, Clock.systemUTC()));

        waitFor(output, "Waiting for changes.");
        Files.writeString(table, "code\n1\n");
        waitFor(output, "run cds generate " + folder);
        Path tests = Files.createDirectories(folder.resolve("fhir-resources/tests/patient-view/R-1"));
        Files.writeString(tests.resolve("short.yaml"), "why: [\n");

        assertThat(command.get(2, TimeUnit.MINUTES)).isZero();
        assertThat(output.getOut())
                .contains(
                        "Changed: src/terminology/codes.csv",
                        "Changed: fhir-resources/tests/patient-view/R-1/short.yaml",
                        "short.yaml:");
    }

    @Test
    void folderWithoutContentIsAWrongCommandLine(CapturedOutput output) {
        assertThat(Commands.run(new String[] {"watch", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("holds no content");
    }

    private static void waitFor(CapturedOutput output, String text) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!output.getOut().contains(text) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(output.getOut()).contains(text);
    }
}
