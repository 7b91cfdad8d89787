package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Combination;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The card contract (clinical/cards) holds for every pair of rules and for larger heaps of them, in records that nobody
 * wrote by hand.
 */
@Tag("once")
class CombinationTests {
    private static final String ASKED_AT = "2026-11-21T09:00:00Z";
    private static final int HEAPS = 150;

    private static final String ALSO = "- Also: ";
    private static final int MAX_NAMED = 3;

    private static final List<String> ORDER = List.of(
            "CALCIPHYLAXIS",
            "MINERAL",
            "CALCINOSIS",
            "CKD-MBD",
            "CTD-RISK",
            "IATROGENIC-WATCH",
            "MONITOR",
            "DISCHARGE",
            "DATA-QUALITY",
            "TRIAL");

    /** clinical/cards#cap: of cards that only inform these give way, the first one first. */
    private static final List<String> GIVING_WAY =
            List.of("TRIAL", "MONITOR", "IATROGENIC-WATCH", "CTD-RISK", "DATA-QUALITY", "CKD-MBD");

    private static final Set<String> PANEL = Set.of("O-CREAT", "O-BUN", "O-BICARB", "O-CA");
    private static final Set<String> NEPHROLOGY = Set.of("R-NEPH", "R-TX");

    /** What the conditions of the rules exclude: the rule on the left is silent beside those on the right. */
    private static final Map<String, List<String>> EXCLUDED = Map.ofEntries(
            Map.entry("CC-001", List.of("CC-002", "CC-003", "CC-004", "CC-006", "CC-060", "CC-065", "CC-070")),
            Map.entry("CC-002", List.of("CC-003", "CC-020", "CC-022", "CC-050", "CC-052", "CC-065")),
            Map.entry("CC-003", List.of("CC-052", "CC-060", "CC-065", "CC-070")),
            Map.entry("CC-004", List.of("CC-002", "CC-003", "CC-006", "CC-060", "CC-065", "CC-070")),
            Map.entry("CC-006", List.of("CC-052", "CC-060", "CC-070")),
            Map.entry("CC-010", List.of("CC-012", "CC-013")),
            Map.entry("CC-020", List.of("CC-021", "CC-022", "CC-030", "CC-031", "CC-032", "CC-050", "CC-070")),
            Map.entry("CC-030", List.of("CC-031", "CC-032")),
            Map.entry("CC-031", List.of("CC-032")),
            Map.entry("CC-050", List.of("CC-065", "CC-070")),
            Map.entry("CC-051", List.of("CC-002", "CC-003", "CC-050", "CC-052", "CC-065")),
            Map.entry("CC-052", List.of("CC-065", "CC-070")),
            Map.entry("CC-060", List.of("CC-070")));

    @Test
    void contractHoldsForEveryPairOfRulesAndForHeapsOfThem() {
        List<PatientCase> one = representatives();
        List<List<PatientCase>> combinations = new ArrayList<>();
        IntStream.range(0, one.size())
                .forEach(i -> IntStream.range(0, i).forEach(j -> combinations.add(List.of(one.get(i), one.get(j)))));
        Random chance = new Random(45);
        List<PatientCase> informing = eligible()
                .filter(each -> each.answer().cards().stream().allMatch(card -> card.endsWith(" info")))
                .filter(each -> !each.answer().rules().isEmpty())
                .toList();
        for (int i = 0; i < HEAPS; i++) {
            combinations.add(some(one, 3 + chance.nextInt(4), chance));
            combinations.add(some(informing, 3 + chance.nextInt(2), chance));
        }
        SoftAssertions softly = new SoftAssertions();
        Set<List<String>> together = new java.util.HashSet<>();
        combinations.forEach(each -> together.add(check(Combination.of(each), softly)));
        softly.assertAll();
        assertThat(together).as("different sets of rules").hasSizeGreaterThan(200);
    }

    /** For each rule the case that shows it with the fewest others. */
    private static List<PatientCase> representatives() {
        Map<String, PatientCase> byRule = new TreeMap<>();
        eligible()
                .sorted(Comparator.comparing(each -> each.answer().rules().size()))
                .forEach(each -> each.answer().rules().forEach(rule -> byRule.putIfAbsent(rule, each)));
        return byRule.values().stream().distinct().toList();
    }

    private static Stream<PatientCase> eligible() {
        return PatientCase.all().stream()
                .filter(each -> each.service().equals("calcinosis-patient-view"))
                .filter(each -> each.parameters().isEmpty() && each.userType().equals("Practitioner"))
                .filter(each -> each.expected().path("asOf").asString().equals(ASKED_AT));
    }

    private static List<PatientCase> some(List<PatientCase> of, int number, Random chance) {
        List<PatientCase> shuffled = new ArrayList<>(of);
        Collections.shuffle(shuffled, chance);
        return shuffled.subList(0, number);
    }

    /** @return the rules that were true */
    private static List<String> check(PatientCase patient, SoftAssertions softly) {
        Assessment assessment = CaseAnswers.assessment(patient, patient.record());
        Map<String, Object> view = new TreeMap<>(CaseAnswers.evaluation(patient, patient.record())
                .evaluate(CaseAnswers.library("CalcinosisPatientView"), List.of("Rules", "Merged")));
        List<Map<String, Object>> rules = Traceability.maps(view.get("Rules"));
        Map<String, List<String>> outstanding = new LinkedHashMap<>();
        Traceability.maps(view.get("Merged")).stream()
                .sorted(Comparator.comparing(want -> (Integer) want.get("order")))
                .forEach(want ->
                        outstanding.put((String) want.get("problem"), CqlValues.strings(want.get("outstanding"))));
        List<String> ids =
                rules.stream().map(rule -> (String) rule.get("id")).sorted().toList();
        softly.assertThat(assessment.rules()).as("%s, rules", patient).isEqualTo(ids);
        EXCLUDED.forEach((rule, others) -> {
            if (ids.contains(rule)) {
                softly.assertThat(others).as("%s, beside %s", patient, rule).allMatch(other -> !ids.contains(other));
            }
        });
        // A digit without blood flow is critical and stands beside calciphylaxis; other red flags do not.
        if (rules.stream().anyMatch(rule -> rule.get("id").equals("CC-006") && level(rule) < 3)) {
            softly.assertThat(ids).as("%s, beside red flags", patient).doesNotContain("CC-020", "CC-021");
        }
        checkCards(patient, assessment.recommendations(), rules, softly);
        checkOrders(patient, assessment.recommendations(), outstanding, softly);
        return ids;
    }

    private static void checkCards(
            PatientCase patient, List<Recommendation> cards, List<Map<String, Object>> rules, SoftAssertions softly) {
        Map<String, List<Map<String, Object>>> byProblem =
                rules.stream().collect(Collectors.groupingBy(rule -> (String) rule.get("problem")));
        softly.assertThat(cards.stream().map(CombinationTests::problem))
                .as("%s, cards", patient)
                .containsExactlyElementsOf(shown(byProblem));
        for (Recommendation card : cards) {
            List<Map<String, Object>> merged = byProblem.getOrDefault(problem(card), List.of());
            List<Map<String, Object>> ordered = merged.stream()
                    .sorted(Comparator.comparing((Map<String, Object> rule) -> -level(rule))
                            .thenComparing(CombinationTests::rank)
                            .thenComparing(rule -> (String) rule.get("id")))
                    .toList();
            Map<String, Object> lead = ordered.get(0);
            softly.assertThat(card.summary()).as("%s, summary", patient).isEqualTo(lead.get("summary"));
            softly.assertThat(card.summary())
                    .as("%s, summary", patient)
                    .hasSizeBetween(1, 139)
                    .doesNotContain("null", "...");
            softly.assertThat(card.urgency().ordinal() + 1)
                    .as("%s, urgency", patient)
                    .isEqualTo(level(lead));
            softly.assertThat(card.proposals()).as("%s, suggestions", patient).hasSizeLessThanOrEqualTo(4);
            softly.assertThat(card.rules())
                    .as("%s, rules on the card", patient)
                    .isEqualTo(merged.stream()
                            .map(rule -> (String) rule.get("id"))
                            .sorted()
                            .toList());
            softly.assertThat(withoutRecognition(card))
                    .as("%s, evidence", patient)
                    .containsAll(merged.stream()
                            .flatMap(rule -> Traceability.maps(rule.get("because")).stream())
                            .toList());
            softly.assertThat(card.overrideReasons().stream().map(Recommendation.Code::code))
                    .as("%s, override reasons", patient)
                    .containsExactlyInAnyOrderElementsOf(union(merged, "reasons"));
            softly.assertThat(card.evidence().sources())
                    .as("%s, facts", patient)
                    .containsExactlyInAnyOrderElementsOf(union(merged, "facts"));
            softly.assertThat(card.detail().lines().filter(line -> line.startsWith(ALSO)))
                    .as("%s, what else holds", patient)
                    .containsExactlyElementsOf(also(ordered.subList(1, ordered.size())));
            softly.assertThat(card.detail())
                    .as("%s, what to do first", patient)
                    .startsWith("- **" + lead.get("first") + "**");
            softly.assertThat(card.detail().split("\\*\\*", -1))
                    .as("%s, one thing first", patient)
                    .hasSize(3);
        }
    }

    /**
     * Revision 2, C19: the most urgent of the other rules are named whole, so many as the lines of a card allow, and the rest are counted.
     *
     * @param others the rules that do not lead the card, the most urgent first
     */
    private static List<String> also(List<Map<String, Object>> others) {
        List<String> lines = new ArrayList<>();
        others.stream()
                .limit(MAX_NAMED)
                .map(rule -> (String) rule.get("summary"))
                .map(summary -> ALSO + summary.replaceFirst("[.]$", "") + ".")
                .forEach(lines::add);
        if (others.size() > MAX_NAMED) {
            lines.add(ALSO + (others.size() - MAX_NAMED) + " more of lower urgency.");
        }
        return lines;
    }

    /** What made the rules true, as the rules themselves name it. */
    private static List<Map<String, Object>> withoutRecognition(Recommendation card) {
        return card.evidence().because().stream()
                .map(trigger -> Map.<String, Object>of("reference", trigger.reference(), "display", trigger.display()))
                .toList();
    }

    /** Problems by urgency and then in their order, without the informing ones that give way until two of those are left. */
    private static List<String> shown(Map<String, List<Map<String, Object>>> byProblem) {
        List<String> shown =
                ORDER.stream().filter(byProblem::containsKey).collect(Collectors.toCollection(ArrayList::new));
        for (String problem : GIVING_WAY) {
            long informing =
                    shown.stream().filter(each -> informs(byProblem.get(each))).count();
            if (informing > 2 && shown.contains(problem) && informs(byProblem.get(problem))) {
                shown.remove(problem);
            }
        }
        shown.sort(Comparator.comparing(problem -> -byProblem.get(problem).stream()
                .mapToInt(CombinationTests::level)
                .max()
                .orElseThrow()));
        return shown;
    }

    private static boolean informs(List<Map<String, Object>> rules) {
        return rules.stream().allMatch(rule -> level(rule) == 1);
    }

    private static void checkOrders(
            PatientCase patient,
            List<Recommendation> cards,
            Map<String, List<String>> outstanding,
            SoftAssertions softly) {
        List<String> proposed = cards.stream()
                .flatMap(card -> CaseAnswers.proposed(card).stream())
                .toList();
        softly.assertThat(proposed).as("%s, orders", patient).doesNotHaveDuplicates();
        softly.assertThat(proposed)
                .as("%s, referrals to nephrology", patient)
                .filteredOn(NEPHROLOGY::contains)
                .hasSizeLessThanOrEqualTo(1);
        boolean panel = outstanding.values().stream().anyMatch(ids -> ids.contains("O-BMP"));
        Set<String> taken = new TreeSet<>();
        outstanding.forEach((problem, ids) -> {
            List<String> expected = ids.stream()
                    .distinct()
                    .filter(id -> !(panel && PANEL.contains(id)))
                    .filter(id -> !(id.equals("R-NEPH") && ids.contains("R-TX")))
                    .filter(id -> !taken.contains(id))
                    .filter(id -> !(NEPHROLOGY.contains(id) && !Collections.disjoint(taken, NEPHROLOGY)))
                    .sorted()
                    .toList();
            taken.addAll(ids);
            softly.assertThat(cards.stream()
                            .filter(card -> problem(card).equals(problem))
                            .flatMap(card -> CaseAnswers.proposed(card).stream()))
                    .as("%s, orders of %s", patient, problem)
                    .containsExactlyElementsOf(expected);
        });
    }

    private static Collection<String> union(List<Map<String, Object>> rules, String field) {
        return rules.stream()
                .flatMap(rule -> CqlValues.strings(rule.get(field)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String problem(Recommendation card) {
        return card.problem();
    }

    private static int level(Map<String, Object> rule) {
        return (Integer) rule.get("level");
    }

    private static int rank(Map<String, Object> rule) {
        return (Integer) rule.get("rank");
    }
}
