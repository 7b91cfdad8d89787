package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
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

    /** An executor of a cluster does not see the folder, and other work may share its JVM. */
    @Test
    void filesAreEnoughForAnotherProcess() {
        TimeZone zone = TimeZone.getDefault();
        Locale language = Locale.getDefault();
        TimeZone elsewhere = TimeZone.getTimeZone("America/St_Johns");
        Locale german = Locale.GERMANY;
        TimeZone.setDefault(elsewhere);
        Locale.setDefault(german);
        try (PatientAssessments here = open(Path.of("."), "patient-view", AS_OF, "UTC");
                PatientAssessments there = PatientAssessments.open(
                        new Settings("out-of-sight", "patient-view", AS_OF, "UTC"), here.files())) {
            assertThat(there.sha256()).isEqualTo(here.sha256());
            assertThat(there.rules()).isEqualTo(here.rules());
            assertThat(TimeZone.getDefault()).isEqualTo(elsewhere);
            assertThat(Locale.getDefault()).isEqualTo(german);
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(language);
        }
    }

    private static PatientAssessments open(Path content, String hook, String asOf, String timeZone) {
        return PatientAssessments.open(new Settings(content.toString(), hook, asOf, timeZone));
    }
}
