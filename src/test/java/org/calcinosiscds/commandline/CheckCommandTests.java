package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(OutputCaptureExtension.class)
class CheckCommandTests {
    @TempDir
    Path folder;

    @Test
    void contentWithoutFindingsIsCountedAndAnswersZero(CapturedOutput output) {
        new SmallKnowledge(folder);

        assertThat(run("check", folder.toString())).isZero();
        assertThat(output.getOut()).contains("0 findings in 2 libraries, 1 value sets, 1 plans. ");
    }

    @Test
    void errorIsPrintedWithItsPlaceAndWhatFollowsIsCounted(CapturedOutput output) {
        new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");

        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(output.getOut())
                .contains("cql/Kidney.cql:8:10  error  CDS012  \"On Dialysis\": there is no \"Dialisis\"")
                .containsPattern("messages? follows? from it \\(check --all\\)\\.");
    }

    @Test
    void findingsAreWrittenAsJson(CapturedOutput output) {
        new SmallKnowledge(folder).replacing("cql/Kidney.cql", "ValueSet/dialysis", "ValueSet/dialisis");

        assertThat(run("check", "--format", "json", folder.toString())).isEqualTo(1);
        assertThat(output.getOut()).contains("\"code\":\"CDS020\"", "\"file\":\"cql/Kidney.cql\"", "\"line\":4");
    }

    @Test
    void codeScannersReadSarif(CapturedOutput output) {
        new SmallKnowledge(folder).replacing("cql/Kidney.cql", "ValueSet/dialysis", "ValueSet/dialisis");

        assertThat(run("check", "--format", "sarif", folder.toString())).isEqualTo(1);
        JsonNode run = new JsonMapper().readTree(output.getOut()).path("runs").path(0);
        assertThat(run.at("/tool/driver/rules/0/id").asString()).isEqualTo("CDS020");
        assertThat(run.at("/tool/driver/rules/0/help/text").asString()).contains("Wrong:");
        JsonNode result = run.at("/results/0");
        assertThat(result.path("ruleId").asString()).isEqualTo("CDS020");
        assertThat(result.path("level").asString()).isEqualTo("error");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asString())
                .isEqualTo("cql/Kidney.cql");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(4);
    }

    @Test
    void findingInJsonHasThePathOfItsElement(CapturedOutput output) {
        new SmallKnowledge(folder)
                .replacing("fhir-resources/value-set/ValueSet-dialysis.json", "\"system\"", "\"sytem\"");

        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(run("check", "--format", "sarif", folder.toString())).isEqualTo(1);
        assertThat(output.getOut())
                .containsPattern(
                        "error  CDS002  ValueSet\\.compose\\.include has no element sytem\\. .*  compose\\.include\\[0]\\.sytem")
                .contains("\"fullyQualifiedName\" : \"compose.include[0].sytem\"");
    }

    @Test
    void findingIsColouredForAPersonAlone() {
        Finding finding = new Finding(
                "fhir-resources/a.json", 3, 5, "url", Finding.Severity.WARNING, "CDS009", "It has @|bold marks|@.", 0);

        assertThat(FindingText.of(finding, Ansi.OFF))
                .isEqualTo("fhir-resources/a.json:3:5  warn   CDS009  It has @|bold marks|@.  url");
        assertThat(FindingText.of(finding, Ansi.ON))
                .contains("\033[33mwarn \033[0m")
                .contains("It has @|bold marks|@.")
                .endsWith("\033[2murl\033[0m");
    }

    @Test
    void warningIsAFinding(CapturedOutput output) {
        new SmallKnowledge(folder)
                .replacing("fhir-resources/value-set/ValueSet-dialysis.json", "\"version\":\"1.0.0\",", "");

        assertThat(run("check", folder.toString())).isEqualTo(1);
        assertThat(output.getOut()).contains("warn   CDS004").contains("1 finding in");
    }

    @Test
    void buildServersReadTheXmlOfJunit(CapturedOutput output) {
        SmallKnowledge small = new SmallKnowledge(folder);
        assertThat(run("check", "--format", "junit", folder.toString())).isZero();
        assertThat(output.getOut()).contains("tests=\"1\" failures=\"0\"", "name=\"content\"/>");

        small.replacing("cql/Kidney.cql", "ValueSet/dialysis", "ValueSet/dialisis");
        assertThat(run("check", "--format", "junit", folder.toString())).isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "<testcase classname=\"CDS020\" name=\"cql/Kidney.cql:4:",
                        "<failure type=\"error\" message=\"");
    }

    @Test
    void folderWithoutContentIsRefused(CapturedOutput output) {
        assertThat(run("check", folder.toString())).isEqualTo(2);
        assertThat(output.getErr()).contains("is not a folder of content: cql/ is missing.");
    }

    @Test
    void codeIsExplained(CapturedOutput output) {
        assertThat(run("check", "--explain", "cds012")).isZero();
        assertThat(output.getOut()).startsWith("# CDS012 There is no such name").contains("Wrong:", "Right:");
        assertThat(run("check", "--explain", "CDS999")).isEqualTo(2);
    }

    private static int run(String... arguments) {
        return Commands.run(arguments, Clock.systemUTC());
    }
}
