package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every fact and trap leads to what uses or shows it, every rule to its cases, and {@code docs/clinical} says so. */
@Tag("once")
class RulesDocumentTests {
    static final String COMMAND = "mvn test -Dtest=RulesDocumentTests -Drules.write=true";

    private static final Traceability TRACE = Traceability.read();

    /** Rules whose value set holds no verified code, so that no patient of ours can show them. */
    private static final Set<String> NO_CODE = Set.of("CC-061");

    /** Scenarios that need such a code. */
    private static final Set<String> SCENARIOS_WITHOUT_CODE = Set.of("S096");

    @Test
    void documentsSayWhatTheContentSays() throws IOException {
        if (Boolean.getBoolean("rules.write")) {
            RulesDocument.write(TRACE);
        }
        Map<Path, String> files = RulesDocument.files(TRACE);

        assertThat(files)
                .allSatisfy((file, text) -> assertThat(file)
                        .as("%s is out of date. Run: %s", file, COMMAND)
                        .hasContent(text));
        assertThat(files.keySet()).containsAll(RulesDocument.pages());
    }

    @Test
    void everyRuleOfTheCqlIsDescribedAsItSpeaks() {
        Map<String, ConceptDefinitionComponent> described = Traceability.byCode("rule");

        assertThat(described.keySet()).isEqualTo(TRACE.rules());
        assertThat(described.values()).allSatisfy(rule -> {
            assertThat(rule.getDefinition()).endsWith(".");
            assertThat(Traceability.property(rule, "not")).isNotEmpty();
        });
        TRACE.fired()
                .forEach((rule, cases) -> cases.forEach((name, said) -> {
                    ConceptDefinitionComponent description = described.get(rule);
                    assertThat(List.of("", "info", "warning", "critical").get((Integer) said.get("level")))
                            .as("%s in %s", rule, name)
                            .isIn(Traceability.property(description, "indicator"));
                    assertThat((String) said.get("problem"))
                            .as("%s in %s", rule, name)
                            .isIn(Traceability.property(description, "problem"));
                    assertThat(TRACE.cases().get(name).service())
                            .as("%s in %s", rule, name)
                            .isIn(Traceability.property(description, "hook").stream()
                                    .map(hook -> "calcinosis-" + hook)
                                    .toList());
                }));
    }

    /**
     * Critical asks for action the same day (clinical/cards#levels). CC-017 is severely low calcium outside kidney disease, which CC-033
     * is inside it.
     */
    @Test
    void onlyTheseRulesMayBeCritical() {
        assertThat(Traceability.concepts("rule").stream()
                        .filter(rule -> Traceability.property(rule, "indicator").contains("critical"))
                        .map(ConceptDefinitionComponent::getCode))
                .containsExactlyInAnyOrder(
                        "CC-006", "CC-011", "CC-016", "CC-017", "CC-020", "CC-033", "CC-101", "CC-110", "CC-111",
                        "CC-113");
    }

    @Test
    void everyRuleHasCasesThatFireAndNearMisses() {
        assertThat(TRACE.rules().stream().filter(rule -> !NO_CODE.contains(rule)))
                .allSatisfy(rule -> {
                    assertThat(TRACE.firing(rule)).as("%s fires", rule).isNotEmpty();
                    assertThat(TRACE.silent(rule)).as("near misses of %s", rule).isNotEmpty();
                });
    }

    @Test
    void everyFactIsUsedOrSaysWhyNot() {
        Map<String, ConceptDefinitionComponent> facts = Traceability.byCode("fact");
        Set<String> named = TRACE.factsNamed();

        assertThat(facts).hasSize(166).containsKeys(named.toArray(String[]::new));
        assertThat(facts.values().stream().filter(RulesDocumentTests::saysWhereElse))
                .allSatisfy(fact -> assertThat(named).doesNotContain(fact.getCode()))
                .allSatisfy(fact -> assertThat(valueSets()).containsAll(Traceability.property(fact, "value-set")));
        assertThat(facts.values().stream()
                        .filter(fact -> !saysWhereElse(fact))
                        .map(ConceptDefinitionComponent::getCode))
                .allMatch(named::contains);
    }

    /** Whether a fact says itself which words or value set carry it, or why it is not used. */
    private static boolean saysWhereElse(ConceptDefinitionComponent fact) {
        return fact.getProperty().stream()
                .anyMatch(property -> Set.of("text", "value-set", "unused").contains(property.getCode()));
    }

    @Test
    void everyTrapIsShown() {
        List<ConceptDefinitionComponent> traps = Traceability.concepts("trap");

        assertThat(traps).hasSize(62).allSatisfy(trap -> {
            assertThat(trap.getProperty())
                    .as(trap.getCode())
                    .anyMatch(property -> Set.of("case", "rule", "test", "text").contains(property.getCode()));
            assertThat(TRACE.cases().keySet()).containsAll(Traceability.property(trap, "case"));
            assertThat(Traceability.byCode("rule").keySet()).containsAll(Traceability.property(trap, "rule"));
            assertThat(testClasses()).containsAll(Traceability.property(trap, "test"));
        });
    }

    @Test
    void everyScenarioIsACaseThatAnswersAsTheSpecificationSays() {
        Set<String> services = CaseAnswers.COMPILED.services().keySet();
        List<String[]> scenarios = Traceability.scenarios().stream()
                .filter(scenario -> services.contains("calcinosis-" + scenario[1]))
                .filter(scenario -> !SCENARIOS_WITHOUT_CODE.contains(scenario[0]))
                .toList();

        assertThat(scenarios).hasSizeGreaterThanOrEqualTo(70).allSatisfy(scenario -> {
            List<PatientCase> cases = TRACE.cases().values().stream()
                    .filter(each ->
                            each.expected().path("scenario").asString("").equals(scenario[0]))
                    .filter(each -> each.service().equals("calcinosis-" + scenario[1]))
                    .toList();
            assertThat(cases).as(scenario[0]).isNotEmpty().allSatisfy(each -> {
                assertThat(each.answer().rules()).isEqualTo(Traceability.words(scenario[3], " "));
                assertThat(each.answer().types()).isEqualTo(new TreeSet<>(Traceability.words(scenario[2], ";")));
                assertThat(Traceability.words(scenario[4], " "))
                        .allMatch(rule -> !each.answer().rules().contains(rule));
            });
        });
    }

    private static Set<String> valueSets() {
        return CaseAnswers.COMPILED.knowledge().valueSets().keySet().stream()
                .map(url -> url.replaceFirst("^.*/", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
