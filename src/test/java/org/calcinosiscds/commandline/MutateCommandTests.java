package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The command on a copy of our content with one case. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class MutateCommandTests {
    private static final Pattern SURVIVOR =
            Pattern.compile("cql/(\\w+)\\.cql:\\d+:\\d+  \\w+ \"([^\"]+)\": (.*?)(?: \\((\\d+)\\))?\\n");

    @TempDir
    private Path folder;

    @Test
    void survivorIsNamedUntilItHasAReasonAndReasonsAreChecked(CapturedOutput output) throws IOException {
        ContentCopy.in(folder, "sarcoidosis-no-calcium");

        assertThat(run("--rule CC-043")).isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "Nearest case: patient-view/CC-043/sarcoidosis-no-calcium",
                        "changes are noticed by a case (",
                        "0 survive with a reason, ");

        String rows = SURVIVOR.matcher(output.getOut())
                .results()
                .map(row -> "%s,%s,\"%s\",%s,one case cannot notice it%n"
                        .formatted(
                                row.group(1),
                                row.group(2),
                                row.group(3).replace("\"", "\"\""),
                                row.group(4) == null ? "1" : row.group(4)))
                .collect(Collectors.joining());
        Path table = folder.resolve("fhir-resources/tests/surviving-mutants.csv");
        Files.writeString(table, "library,definition,change,number,reason\n" + rows);
        assertThat(run("--rule CC-043")).isZero();
        assertThat(output.getOut()).contains("Reason: one case cannot notice it", " with a reason, 0 without;");
    }

    @Test
    void programsReadJson(CapturedOutput output) throws IOException {
        ContentCopy.in(folder, "sarcoidosis-no-calcium");

        assertThat(run("--rule CC-043 --format json")).isEqualTo(1);
        JsonNode json = Json.read(output.getOut()
                .lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow());
        assertThat(json.path("survivors"))
                .isNotEmpty()
                .hasSize(json.path("made").asInt() - json.path("noticed").asInt());
        json.path("survivors")
                .forEach(
                        survivor -> assertThat(survivor.path("file").asString()).matches("cql/\\w+\\.cql"));
    }

    /** So do the commands test and coverage. */
    @Test
    void caseWithoutAnAnswerIsNamedWithTheReason(CapturedOutput output) throws IOException {
        ContentCopy.in(folder, "sarcoidosis-no-calcium");
        Path library = folder.resolve("cql/MineralRules.cql");
        String name = "define \"CC-043 Fires\":";
        Files.writeString(
                library,
                Files.readString(library)
                        .replace(name, name + " (singleton from { true, Patient.active.value }) and "));

        assertThat(run("--rule CC-043")).isEqualTo(3);
        String reason = "It has no answer: ";
        assertThat(output.getErr())
                .contains("patient-view/CC-043/sarcoidosis-no-calcium fails without any change. " + reason);
        assertThat(Commands.run(new String[] {"coverage", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(3);
        assertThat(output.getErr()).contains("patient-view/CC-043/sarcoidosis-no-calcium: " + reason);
        assertThat(Commands.run(new String[] {"test", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(1);
        assertThat(output.getOut()).contains("patient-view/CC-043/sarcoidosis-no-calcium", reason);
    }

    @Test
    void whatCannotBeChangedIsAWrongCommandLine(CapturedOutput output) throws IOException {
        ContentCopy.in(folder, "sarcoidosis-no-calcium");

        assertThat(run("--library NoSuchLibrary")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is nothing of it that can be changed.");
    }

    private int run(String options) {
        return Commands.run(("mutate " + folder + " " + options).split(" "), Clock.systemUTC());
    }
}
