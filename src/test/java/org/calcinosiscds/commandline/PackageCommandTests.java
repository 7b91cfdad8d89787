package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PackageCommandTests {
    /** The content of this repository, with all its cases. */
    private static final Path CONTENT = Path.of(".");

    @TempDir
    private Path folder;

    @Test
    void packageIsReproducibleAndAnswersAllCasesAlike(CapturedOutput output) throws IOException {
        Path first = folder.resolve("first.tgz");
        Path second = folder.resolve("second.tgz");
        assertThat(run("package", CONTENT, "--output", first)).isZero();
        assertThat(run("package", CONTENT, "--output", second)).isZero();

        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(run("diff", first, CONTENT)).isZero();
        assertThat(output.getOut()).containsPattern("(?m)^0 of [2-9]\\d{3} patients are answered otherwise\\.");
        isReadByHapi(first);
    }

    private static void isReadByHapi(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            NpmPackage read = NpmPackage.fromPackage(in);

            assertThat(read.name()).isEqualTo("org.calcinosis-cds");
            assertThat(read.fhirVersion()).isEqualTo("4.0.1");
            assertThat(read.dependencies()).containsExactly("hl7.fhir.r4.core#4.0.1");
            assertThat(read.listResources("PlanDefinition")).hasSize(5);

            Library library = (Library) resource(read, "Library-MineralRules.json");
            assertThat(library.getContent())
                    .extracting(Attachment::getContentType)
                    .containsExactly("text/cql", "application/elm+json");
            assertThat(new String(library.getContent().get(1).getData())).contains("\"CC-043 Rule\"");
            assertThat(((ValueSet) resource(read, "ValueSet-sarcoidosis.json"))
                            .getExpansion()
                            .getContains())
                    .isNotEmpty();
            PlanDefinition plan = (PlanDefinition) resource(read, "PlanDefinition-calcinosis-patient-view.json");
            assertThat(plan.getExtensionByUrl(
                                    "http://hl7.org/fhir/uv/crmi/StructureDefinition/crmi-effectiveDataRequirements")
                            .getValue()
                            .primitiveValue())
                    .isEqualTo("#effective-data-requirements");
            assertThat(((Library) plan.getContained().get(0)).getDataRequirement())
                    .isNotEmpty();
        }
    }

    private static Resource resource(NpmPackage read, String file) throws IOException {
        try (InputStream in = read.load("package", file)) {
            return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(in);
        }
    }

    @Test
    void folderToWriteToIsNamedWhenItDoesNotExist(CapturedOutput output) {
        Path missing = folder.resolve("missing");

        assertThat(run("package", CONTENT, "--output", missing.resolve("rules.tgz")))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("There is no folder " + missing + " to write rules.tgz to.");
    }

    @Test
    void fileThatIsNoPackageIsAWrongCommandLine(CapturedOutput output) {
        assertThat(run("package", folder, "--output", folder.resolve("rules.tgz")))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("holds no content");
        assertThat(run("package", ".", "--output", folder.resolve("rules.zip"))).isEqualTo(2);
        assertThat(output.getErr()).contains("--output is to end with .tgz");
    }

    private static int run(Object... arguments) {
        return Commands.run(
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new), Clock.systemUTC());
    }
}
