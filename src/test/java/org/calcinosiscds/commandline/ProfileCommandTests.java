package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ProfileCommandTests {
    @Test
    void costIsPrintedForEachDefinition(CapturedOutput output) {
        assertThat(run("dialysis-product-71-40", "--answers=2", "--top=1000")).isZero();
        assertThat(output.getOut())
                .contains("microseconds  expressions  evaluations  definition")
                // A define is evaluated once in an answer.
                .containsPattern("[.][0-9] +[0-9]+ +1  ProductPairing.\"Pairing\"")
                // A function is evaluated once for each call.
                .containsPattern("[.][0-9] +[0-9]{2,} +[0-9]{2,}  PatientRecord.\"Is Within\"")
                .containsPattern("[0-9]{4,} +all");
    }

    @Test
    void unknownCaseIsNamed(CapturedOutput output) {
        assertThat(run("no-such-case")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no case no-such-case.");
    }

    @Test
    void countsBelowOneAreRefused(CapturedOutput output) {
        assertThat(run("dialysis-product-71-40", "--answers=0")).isEqualTo(2);
        assertThat(output.getErr()).contains("--answers and --top must be 1 or more.");
    }

    private static int run(String name, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "profile";
        arguments[1] = name;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Commands.run(arguments, Clock.systemUTC());
    }
}
