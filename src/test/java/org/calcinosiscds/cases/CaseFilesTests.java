package org.calcinosiscds.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Each {@code expected.json} is written as a person reads it and says who the patient is. */
class CaseFilesTests {
    private static final String COMMAND = "mvn test -Dtest=CaseFilesTests -Dcases.write=true";

    @Test
    void everyFileIsInOrderAndSaysWhoThePatientIs() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (PatientCase each : PatientCase.all()) {
            Path file = each.folder().file("expected.json");
            String text = ExpectedFile.text(each);
            if (Boolean.getBoolean("cases.write")) {
                Files.writeString(file, text);
            }
            softly.assertThat(Files.readString(file))
                    .as("%s is out of date. Run: %s", file, COMMAND)
                    .isEqualTo(text);
        }
        softly.assertAll();
    }

    @Test
    void whyIsAReason() {
        assertThat(PatientCase.all())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.expected().path("why").asString())
                        .as(each.name())
                        .matches("\\S+( \\S+){2,}\\."));
    }
}
