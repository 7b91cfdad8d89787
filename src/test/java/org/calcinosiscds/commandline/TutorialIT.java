package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The tutorial of {@code docs/authoring.md}, done from its first step to its last as a reader would. */
@ExtendWith(OutputCaptureExtension.class)
class TutorialIT {
    private static final String FOLDER = "my-rules";
    private static final Pattern TUTORIAL = Pattern.compile("(?s)\\n## Tutorial.*?(?=\\n## )");
    private static final Pattern STEP = Pattern.compile(
            "(?ms)^ *Add to `(?<file>[^`]+)`:\\n\\n *```\\w+\\n(?<text>.*?)^ *```|^ *cds (?<command>.*?)$|answers (?<answers>[^\\n]*`)");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path folder;

    @Test
    void everyStepDoesWhatItSays(CapturedOutput output) throws IOException {
        ContentCopy.in(folder, "sarcoidosis-no-calcium");
        String document = Files.readString(Path.of("docs/authoring.md"));
        String tutorial =
                TUTORIAL.matcher(document).results().findFirst().orElseThrow().group();
        int commands = 0;
        int printed = 0;
        for (MatchResult step : STEP.matcher(tutorial).results().toList()) {
            if (step.group(1) != null) {
                String text = step.group(2).replaceAll("(?m)^ {3}", "");
                Files.writeString(folder.resolve(step.group(1)), text, StandardOpenOption.APPEND);
            } else if (step.group(3) != null) {
                printed = output.getOut().length();
                assertThat(Commands.run(arguments(step.group(3)), Clock.systemUTC()))
                        .as(step.group())
                        .isZero();
                commands++;
            } else {
                String answer = output.getOut().substring(printed);
                assertThat(QUOTED.matcher(step.group(4)).results().map(each -> each.group(1)))
                        .isNotEmpty()
                        .allSatisfy(each -> assertThat(answer).contains(each));
            }
        }
        assertThat(commands).isEqualTo(7);
    }

    private String[] arguments(String line) {
        List<String> arguments = new ArrayList<>();
        WORD.matcher(line).results().forEach(word -> {
            String text = word.group(1) == null ? word.group(2) : word.group(1).replace("\\\"", "\"");
            arguments.add(text.equals(FOLDER) ? folder.toString() : text);
        });
        return arguments.toArray(String[]::new);
    }
}
