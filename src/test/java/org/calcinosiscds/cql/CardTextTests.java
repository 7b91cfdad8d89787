package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is true of the text of every card, for every patient: short, in one order, and in words.
 *
 * <p>Source: clinical/cards#words and clinical/cards#detail.
 */
@Tag("once")
class CardTextTests {
    private static final String DISCLAIMER = "- Decision support, not a diagnosis.";
    private static final String STANDING = "- Done or on order: ";
    private static final String OTHER_RULE = "- Also: ";

    /** A reference, a rule, a source or a number of items in place of their names. */
    private static final Pattern FOR_MACHINES = Pattern.compile(
            "\\b[A-Z][A-Za-z]+/[A-Za-z0-9.-]*[0-9]|\\bCC-[0-9]{3}\\b|\\b(SRC|VS|CPX)[-A-Z]*\\b|\\b[OR]-[A-Z]{2,}|\\bnull\\b"
                    + "|\\b[0-9]+ items\\b");

    /** A product of calcium and phosphate, with its value or with a limit that it is on a side of. */
    private static final Pattern PRODUCT = Pattern.compile("Ca x P [<>=]*[0-9]|product is above");

    @TestFactory
    Stream<DynamicTest> everyCardIsShortAndInOneOrder() {
        return PatientCase.all().stream()
                .map(each -> dynamicTest(each.name(), () -> {
                    SoftAssertions softly = new SoftAssertions();
                    CaseAssessments.full(each).recommendations().forEach(card -> check(card, each.name(), softly));
                    softly.assertAll();
                }));
    }

    /** A product of which only a bound is known is never shown as a value (clinical/principles#rejected-values). */
    @TestFactory
    Stream<DynamicTest> boundOfAProductHasItsSign() {
        return PatientCase.all().stream()
                .map(each -> dynamicTest(each.name(), () -> {
                    Assessment assessment = CaseAssessments.full(each);
                    if (assessment.product() != null
                            && assessment.product().flags().contains("bound")) {
                        assertThat(assessment.recommendations())
                                .allSatisfy(card -> assertThat(card.summary() + " " + card.detail())
                                        .doesNotContainPattern("Ca x P [0-9]"));
                    }
                }));
    }

    /** Binders and diet are for every stage of kidney disease, dialysate and dialysis are not (clinical/minerals#cc-033). */
    @TestFactory
    Stream<DynamicTest> kidneyCardSpeaksOfDialysisOnlyWhereThereIsDialysis() {
        return PatientCase.all().stream()
                .filter(each ->
                        each.folder().topic().equals("CC-033") && each.name().startsWith("kidney-disease-g4"))
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(CaseAssessments.full(each).recommendations())
                                .allSatisfy(card -> assertThat(card.summary() + card.detail())
                                        .doesNotContainIgnoringCase("dialys"))));
    }

    /** One product, one card when a patient leaves (clinical/skin#cc-068). */
    @TestFactory
    Stream<DynamicTest> productIsStatedOnOneCardAtDischarge() {
        return PatientCase.all().stream()
                .filter(each -> each.hook().equals("encounter-discharge"))
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(CaseAssessments.full(each).recommendations())
                                .filteredOn(card -> PRODUCT.matcher(card.summary() + " " + card.detail())
                                        .find())
                                .hasSizeLessThan(2)));
    }

    @Test
    void patternFindsWhatIsForMachines() {
        assertThat(List.of("Observation/ca-1", "see CC-010", "SRC-KB", "ask for O-XR", "null", "7 items"))
                .allMatch(text -> FOR_MACHINES.matcher(text).find());
        assertThat(List.of("25-OH-D 160 ng/mL", "AV block/sick sinus", "MMWR 1999;48:518", "eGFR 22 mL/min/1.73 m2"))
                .noneMatch(text -> FOR_MACHINES.matcher(text).find());
    }

    private static void check(Recommendation card, String name, SoftAssertions softly) {
        String location = name + ", " + card.problem();
        List<String> lines = card.detail().lines().toList();
        boolean isMerged = card.rules().size() > 1;
        softly.assertThat(card.summary().length()).as(location + ", summary").isBetween(1, 139);
        softly.assertThat(lines.size())
                .as(location + ", lines of\n" + card.detail())
                .isBetween(2, isMerged ? 8 : 6);
        softly.assertThat(card.detail().length())
                .as(location + ", characters of\n" + card.detail())
                .isLessThanOrEqualTo(isMerged ? 900 : 600);
        softly.assertThat(lines.get(0)).as(location + ", what to do first").matches("- \\*\\*[A-Z].*\\.\\*\\*");
        softly.assertThat(lines.get(lines.size() - 1))
                .as(location + ", last line")
                .isEqualTo(DISCLAIMER);
        softly.assertThat(lines).as(location + ", lines").allMatch(line -> line.matches("- .*[.*]"));
        softly.assertThat(lines.stream().filter(line -> line.startsWith("- **")))
                .as(location + ", bold lines")
                .hasSize(1);
        softly.assertThat(lines.stream().map(CardTextTests::kind).filter(kind -> kind > 0))
                .as(location + ", order of lines")
                .isSorted();
        for (String text :
                Stream.concat(Stream.of(card.summary()), lines.stream()).toList()) {
            softly.assertThat(FOR_MACHINES.matcher(text).find())
                    .as(location + ", for machines: " + text)
                    .isFalse();
            softly.assertThat(Stream.of(text.split("[ .,;:()`]+")).filter(REASONS::contains))
                    .as(location + ", reason codes in: " + text)
                    .isEmpty();
        }
    }

    /** Place of a line that can be told by its first words; 0 for the others. */
    private static int kind(String line) {
        return line.startsWith("- **")
                ? 1
                : line.startsWith(OTHER_RULE) ? 2 : line.startsWith(STANDING) ? 3 : line.equals(DISCLAIMER) ? 4 : 0;
    }

    private static final Set<String> REASONS = Stream.of("rejection-reason", "product-flag", "override-reason")
            .flatMap(codeSystem -> Traceability.concepts(codeSystem).stream())
            .map(ConceptDefinitionComponent::getCode)
            .filter(code -> code.contains("-"))
            .collect(Collectors.toSet());
}
