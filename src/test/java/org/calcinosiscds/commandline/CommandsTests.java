package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CommandsTests {
    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "--server.port=0", "serve --server.port=0 --debug"})
    void serviceIsStartedWithoutACommand(String line) {
        assertThat(Commands.isServe(arguments(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--version", "help", "serve --help", "asess", "assess --help"})
    void anythingElseIsACommand(String line) {
        assertThat(Commands.isServe(arguments(line))).isFalse();
    }

    @Test
    void settingsFollowTheWordServe() {
        assertThat(Commands.settings(arguments("serve --server.port=0"))).containsExactly("--server.port=0");
        assertThat(Commands.settings(arguments("--server.port=0"))).containsExactly("--server.port=0");
    }

    @Test
    void contentOfTheServiceIsASetting() {
        assertThat(Commands.settings(arguments("serve --content . --debug")))
                .containsExactly("--calcinosis.content.folder=.", "--debug");
        assertThat(Commands.settings(arguments("--content=my-rules")))
                .containsExactly("--calcinosis.content.folder=my-rules");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "assess",
                "population",
                "check",
                "test",
                "explain",
                "mutate",
                "expand",
                "profile",
                "watch",
                "diff",
                "new",
                "new order",
                "new rule",
                "new problem",
                "new case",
                "generate",
                "package",
                "token",
                "call",
                "feedback-report",
                "feedback-purge"
            })
    void helpOfEachCommandHasAnExample(String command, CapturedOutput output) {
        assertThat(Commands.run(arguments(command + " --help"), Clock.systemUTC()))
                .isZero();
        assertThat(output.getOut()).contains("Example: ", "  cds " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version", "assess -V", "check --version"})
    void versionIsThatOfTheBuild(String line, CapturedOutput output) {
        assertThat(Commands.run(arguments(line), Clock.systemUTC())).isZero();
        assertThat(output.getOut())
                .containsPattern("calcinosis-cds \\d+\\.\\d+\\.\\d+, commit ([0-9a-f]{40}|unknown), Java \\d+");
    }

    @Test
    void helpListsTheCommandsAndTheExitCodes(CapturedOutput output) {
        assertThat(Commands.run(arguments("--help"), Clock.systemUTC())).isZero();
        assertThat(output.getOut()).contains("serve", "Exit codes:", "2   the command line is wrong");
    }

    @Test
    void listOfCommandsHasAWholeSentenceForEach(CapturedOutput output) {
        assertThat(Commands.run(arguments("--help"), Clock.systemUTC())).isZero();
        String list =
                output.getOut().replaceFirst("(?s)^.*\\nCommands:\\n", "").replaceFirst("(?s)\\nExit codes:.*$", "");

        assertThat(output.getOut()).contains("Usage: cds ");
        assertThat(list.split("\\n(?=  \\S)"))
                .hasSizeGreaterThan(15)
                .allMatch(each -> each.strip().endsWith("."));
    }

    @Test
    void misspeltCommandIsAnsweredWithTheUsage(CapturedOutput output) {
        assertThat(Commands.run(arguments("sreve"), Clock.systemUTC())).isEqualTo(2);
        assertThat(output.getErr()).contains("serve");
    }

    private static String[] arguments(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }
}
