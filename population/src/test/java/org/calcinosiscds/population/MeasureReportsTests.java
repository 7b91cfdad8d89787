package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.assess.AssessedRules;
import org.calcinosiscds.assess.AssessedRules.Rule;
import org.calcinosiscds.assess.PatientAssessments;
import org.junit.jupiter.api.Test;

class MeasureReportsTests {
    /** The service's build validates this file as FHIR. It is written anew with {@code -Dreport.write=true}. */
    private static final Path EXAMPLE = Path.of("src/test/resources/measure-report.json");

    private static final String AS_OF = "2026-11-21T09:00:00Z";

    private final AssessedRules rules = SharedAssessments.of(
                    new PatientAssessments.Settings("", "patient-view", AS_OF, "UTC"))
            .rules();
    private final StratifiedCounts counts = counts();

    @Test
    void exampleIsWhatIsWritten() throws IOException {
        // Words that do not change with the content.
        AssessedRules three = new AssessedRules(
                "https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view|0.1.0",
                "Calcinosis cutis",
                "https://calcinosis-cds.org/fhir/Library/CalcinosisPatientView|0.1.0",
                "CalcinosisPatientView.\"Rules True\"",
                "https://calcinosis-cds.org/fhir/CodeSystem/rule",
                List.of(
                        new Rule("CC-010", "Product is high", "The product of the newest pair is high."),
                        new Rule("CC-011", "Calcium is high", ""),
                        new Rule("CC-020", "Calciphylaxis", "It is on record.")));
        String written =
                new MeasureReports(three, AS_OF, new SmallCounts(5)).of(counts).toPrettyString() + "\n";
        if (Boolean.getBoolean("report.write")) {
            Files.createDirectories(EXAMPLE.getParent());
            Files.writeString(EXAMPLE, written);
        }

        assertThat(EXAMPLE).hasContent(written);
    }

    @Test
    void everyRuleOfTheHookHasAMeasureInWordsOfTheContent() throws IOException {
        ObjectNode bundle = new MeasureReports(rules, AS_OF, new SmallCounts(5)).of(counts);

        assertThat(bundle.path("entry")).hasSize(2 * rules.rules().size());
        JsonNode measure = resource(bundle, "Measure", "CC-010");
        assertThat(measure.path("title").asText()).isEqualTo("CC-010: Product above 70 (metastatic risk)");
        assertThat(measure.path("relatedArtifact").path(0).path("resource").asText())
                .startsWith("https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view|");
        assertThat(measure.toString()).doesNotContainPattern("\\{\\w+\\}");
        assertThat(measure.findValuesAsText("expression"))
                .contains("CalcinosisPatientView.\"Rules True\" contains 'CC-010'");
    }

    @Test
    void numbersAreShownUnlessOfFewPeople() throws IOException {
        JsonNode shown = group(0);
        assertThat(shown.at("/population/2/count").asInt()).isEqualTo(23);
        assertThat(shown.at("/measureScore/value").decimalValue()).isEqualByComparingTo("0.23");
        assertThat(shown.at("/stratifier/1/stratum/0/population/2/count").asInt())
                .isEqualTo(3);

        JsonNode masked = group(5);
        assertThat(masked.at("/population/2/count").asInt()).isEqualTo(23);
        for (int stratum : List.of(0, 1)) {
            JsonNode sex = masked.at("/stratifier/1/stratum/" + stratum);
            assertThat(sex.at("/population/2/count").isMissingNode()).isTrue();
            assertThat(sex.at("/population/2/_count/extension/0/valueCode").asText())
                    .isEqualTo("masked");
            assertThat(sex.at("/measureScore/value").isMissingNode()).isTrue();
        }
    }

    /** Of 100 patients 23 with CC-010: three women, twenty men. Four with CC-020. Nobody with CC-011. */
    private static StratifiedCounts counts() {
        StratifiedCounts counts = new StratifiedCounts();
        for (String population : List.of(StratifiedCounts.INITIAL, StratifiedCounts.DENOMINATOR)) {
            counts.add(population, "", StratifiedCounts.SEX, "female", 60);
            counts.add(population, "", StratifiedCounts.SEX, "male", 40);
            counts.add(population, "", StratifiedCounts.AGE, "40 to 59", 100);
        }
        counts.add(StratifiedCounts.NUMERATOR, "CC-010", StratifiedCounts.SEX, "female", 3);
        counts.add(StratifiedCounts.NUMERATOR, "CC-010", StratifiedCounts.SEX, "male", 20);
        counts.add(StratifiedCounts.NUMERATOR, "CC-010", StratifiedCounts.AGE, "40 to 59", 23);
        counts.add(StratifiedCounts.NUMERATOR, "CC-020", StratifiedCounts.SEX, "male", 4);
        counts.add(StratifiedCounts.NUMERATOR, "CC-020", StratifiedCounts.AGE, "40 to 59", 4);
        return counts;
    }

    private JsonNode group(int suppressBelow) throws IOException {
        ObjectNode bundle = new MeasureReports(rules, AS_OF, new SmallCounts(suppressBelow)).of(counts);
        return resource(bundle, "MeasureReport", "CC-010").path("group").path(0);
    }

    private static JsonNode resource(JsonNode bundle, String type, String rule) {
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode resource = entry.path("resource");
            String name =
                    resource.path("url").asText() + resource.path("measure").asText();
            if (resource.path("resourceType").asText().equals(type) && name.contains("-" + rule)) {
                return resource;
            }
        }
        return new ObjectMapper().createObjectNode();
    }
}
