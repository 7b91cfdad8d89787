package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.authoring.MutationRun.Outcome;
import org.calcinosiscds.authoring.MutationRun.Result;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Test;

class MutantFinderTests {
    private static final String RULES = """
            library SmallRules version '1.0.0'
            using FHIR version '4.0.1'
            include FHIRHelpers version '4.0.1' called FHIRHelpers
            valueset "Dialysis": 'https://example.org/dialysis'
            valueset "Transplant": 'https://example.org/transplant'
            context Patient
            define "Rules": { "R-1 Rule", "R-2 Rule" }
            define "Limit": 7.50 'mg/dL'
            define "Statuses": { 'final', 'amended' }
            define "Values":
              ([Observation] Result where Result.status.value in "Statuses" sort by id)
            define "Words": if 1 > 2 then 'more' else 'less'
            define "R-1 Fires": exists [Condition: "Dialysis"] and 8 'mg/dL' > "Limit"
            define "R-1 Rule":
              if not "R-1 Fires" then null
              else Tuple { id: 'R-1', summary: 'On dialysis', why: "Words", rank: 10 }
            define "R-2 Rule":
              if exists "Values" then Tuple { id: 'R-2', summary: ToString(90 days), why: 'more than 10', rank: 20 } else null
            """;

    @Test
    void everyKindOfChangeIsFoundInWhatCasesCompare() {
        List<Mutant> mutants = new MutantFinder(Map.of("cql/SmallRules.cql", RULES)).all();

        assertThat(mutants)
                .extracting(each -> each.definition() + ": " + each.change())
                .containsExactlyInAnyOrder(
                        "Rules: \"R-1 Rule\" is left out",
                        "Rules: \"R-2 Rule\" is left out",
                        "Limit: 7.50 becomes 7.51",
                        "Limit: 7.50 becomes 7.49",
                        "Limit: 7.50 'mg/dL' becomes 7.50 '1'",
                        "Statuses: 'final' is left out",
                        "Statuses: 'amended' is left out",
                        "Values: sort is left out",
                        "R-1 Fires: exists becomes not exists",
                        "R-1 Fires: \"Dialysis\" becomes \"Transplant\"",
                        "R-1 Fires: and becomes or",
                        "R-1 Fires: > becomes >=",
                        "R-1 Fires: 8 becomes 9",
                        "R-1 Fires: 8 becomes 7",
                        "R-1 Fires: 8 'mg/dL' becomes 8 '1'",
                        "R-1 Rule: not is left out",
                        "R-2 Rule: exists becomes not exists",
                        "R-2 Rule: 90 becomes 91",
                        "R-2 Rule: 90 becomes 89",
                        "R-2 Rule: 90 days becomes 90 weeks");
    }

    @Test
    void unitThatNothingReadsIsNotChanged() {
        String plain = RULES.replace("8 'mg/dL' > \"Limit\"", "8 > \"Limit\".value")
                .replace("7.50 'mg/dL'", "if exists \"Values\" then 7.50 'mg/dL' else 6.50 'mg/dL'");
        List<Mutant> mutants = new MutantFinder(Map.of("cql/SmallRules.cql", plain)).all();

        assertThat(mutants)
                .filteredOn(each -> each.definition().equals("Limit"))
                .extracting(Mutant::change)
                .contains("7.50 becomes 7.51", "6.50 becomes 6.51")
                .noneMatch(each -> each.endsWith("'1'"));
    }

    @Test
    void changeIsMadeAtItsPlaceAlone() {
        List<Mutant> mutants = new MutantFinder(Map.of("cql/SmallRules.cql", RULES)).all();

        assertThat(changed(mutants, "and becomes or"))
                .isEqualTo("define \"R-1 Fires\": exists [Condition: \"Dialysis\"] or 8 'mg/dL' > \"Limit\"");
        assertThat(changed(mutants, "exists becomes not exists"))
                .isEqualTo("define \"R-1 Fires\": (not (exists [Condition: \"Dialysis\"])) and 8 'mg/dL' > \"Limit\"");
        assertThat(changed(mutants, "'amended' is left out")).isEqualTo("define \"Statuses\": { 'final' }");
        assertThat(changed(mutants, "'final' is left out")).isEqualTo("define \"Statuses\": { 'amended' }");
        assertThat(changed(mutants, "sort is left out"))
                .isEqualTo("  ([Observation] Result where Result.status.value in \"Statuses\" )");
        assertThat(mutants)
                .filteredOn(each -> each.change().equals("and becomes or"))
                .singleElement()
                .satisfies(each -> assertThat(each.position()).isEqualTo(new SourcePosition(13, 52)));
    }

    @Test
    void ruleHasTheChangesOfWhatItUses() {
        MutantFinder finder = new MutantFinder(Map.of("cql/SmallRules.cql", RULES));

        assertThat(finder.ofRule("R-1", finder.all()))
                .extracting(Mutant.Key::definition)
                .containsOnly("Limit", "R-1 Fires", "R-1 Rule");
    }

    @Test
    void reasonOfAChangeThatIsNoticedOrCannotBeMadeIsOutOfDate() {
        List<Mutant> mutants = new MutantFinder(Map.of("cql/SmallRules.cql", RULES)).all();
        Mutant first = mutants.get(0);
        Mutant.Key gone = new Mutant.Key("SmallRules", "Limit", "6 becomes 7", 1);
        SurvivorReasons reasons = new SurvivorReasons(Map.of(first.key(), "it is the same", gone, "it is the same"));

        assertThat(reasons.outOfDate(mutants, List.of(new Outcome(first, Result.SURVIVES, "a case"))))
                .containsExactly("surviving-mutants.csv: SmallRules \"Limit\": 6 becomes 7 cannot be made.");
        assertThat(reasons.outOfDate(mutants, List.of(new Outcome(first, Result.NOTICED, "a case"))))
                .contains("surviving-mutants.csv: " + first.key() + " does not survive; a case notices it.");
    }

    @Test
    void reasonsOfOurSurvivorsNameChangesThatCanBeMade() throws IOException {
        List<Mutant> mutants = new MutantFinder(new Content.Folder(Path.of(".")).texts()).all();

        assertThat(mutants).hasSizeGreaterThan(2000).extracting(Mutant::key).doesNotHaveDuplicates();
        assertThat(SurvivorReasons.in(Path.of(".")).outOfDate(mutants, List.of()))
                .isEmpty();
    }

    /** The line that a change makes another. */
    private static String changed(List<Mutant> mutants, String change) {
        Mutant mutant = mutants.stream()
                .filter(each -> each.change().equals(change))
                .findFirst()
                .orElseThrow();
        List<String> before = RULES.lines().toList();
        List<String> after = mutant.applyTo(RULES).lines().toList();
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                return after.get(i);
            }
        }
        return "";
    }
}
