package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.decision.RuleReference;
import org.junit.jupiter.api.Test;

/** What pages say about rules comes from the CQL and is the same for every patient. */
class RuleTextsTests {
    private static final Map<String, RuleReference> RULES =
            RuleTexts.of(CaseAnswers.COMPILED).byId();

    @Test
    void everyRuleOfTheCodeSystemIsThere() {
        assertThat(RULES.keySet())
                .containsExactlyElementsOf(Traceability.concepts("rule").stream()
                        .map(rule -> rule.getCode())
                        .sorted()
                        .toList());
    }

    @Test
    void everyRuleNamesItsSourcesWithTheirAddresses() {
        assertThat(RULES.values())
                .allSatisfy(rule -> assertThat(rule.sources())
                        .as(rule.id())
                        .isNotEmpty()
                        .allSatisfy(source -> assertThat(source.url()).startsWith("https://")));
    }

    @Test
    void sentencesAreWhole() {
        assertThat(RULES.values().stream()
                        .flatMap(rule -> Stream.concat(rule.options().stream(), rule.reasons().stream())))
                .isNotEmpty()
                .allMatch(sentence -> sentence.matches("(iPPSD2|[A-Z0-9]).*[.)]"));
    }

    @Test
    void textBlocksStandWhereARuleNamesThem() {
        assertThat(RULES.get("CC-010").options())
                .anyMatch(option -> option.startsWith("Correct calcium and phosphate through their cause"));
    }
}
