package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.calcinosiscds.assess.PatientAssessments.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that assesses patients is told when it cannot. */
class PatientAssessmentsTests {
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    @TempDir
    private Path folder;

    @Test
    void contentThatIsNoneIsAnArgumentThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(folder.resolve("nothing"), "patient-view", AS_OF, "UTC"))
                .withMessageContaining("nothing");
    }

    @Test
    void defectsOfContentAreNamed() throws Exception {
        Files.createDirectories(folder.resolve("fhir-resources"));
        Files.createDirectories(folder.resolve("cql"));
        Files.writeString(folder.resolve("fhir-resources/Library-x.json"), "{\"resourceType\": ");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(folder, "patient-view", AS_OF, "UTC"))
                .withMessageContaining("Library-x.json");
    }

    private static PatientAssessments open(Path content, String hook, String asOf, String timeZone) {
        return PatientAssessments.open(new Settings(content.toString(), hook, asOf, timeZone));
    }
}
