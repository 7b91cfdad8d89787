package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.junit.jupiter.api.Test;

/** The text blocks of ManagementText carry the facts they name. */
class ManagementTextTests {
    private static final PatientCase ANY = PatientCase.every(1000).get(0);
    private static final List<?> BLOCKS = (List<?>) CaseAnswers.evaluation(ANY, ANY.record())
            .evaluate(CaseAnswers.library("ManagementText"), List.of("Blocks"))
            .get("Blocks");

    @Test
    void eachFactThatABlockNamesHasItsWordsInTheText() {
        assertThat(BLOCKS).hasSize(8).allSatisfy(each -> {
            Map<String, Object> block = CqlValues.map(each);
            assertThat((List<?>) block.get("claims")).isNotEmpty().allSatisfy(claim -> {
                Map<String, Object> fact = CqlValues.map(claim);
                assertThat((String) fact.get("words")).hasSizeGreaterThan(8);
                assertThat((String) block.get("text"))
                        .as("%s", fact.get("fact"))
                        .contains((String) fact.get("words"));
            });
        });
    }

    /** An option that has a hazard is named in one block only, beside it. */
    @Test
    void optionsNamedInReviewsStandOnceForAdults() {
        List<String> texts = BLOCKS.stream()
                .map(CqlValues::map)
                .filter(block -> List.of("M1", "M2", "M3", "M4").contains(block.get("id")))
                .map(block -> (String) block.get("text"))
                .toList();

        assertThat(List.of(
                        "ceftriaxone",
                        "intravenous immunoglobulin",
                        "probenecid",
                        "aluminium hydroxide",
                        "etidronate",
                        "amlodipine",
                        "prednisone",
                        "minocycline"))
                .allSatisfy(option -> assertThat(texts.stream().filter(text -> text.contains(option)))
                        .as(option)
                        .hasSize(1));
    }
}
