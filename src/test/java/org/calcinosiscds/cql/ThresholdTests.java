package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Quantity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A limit, a window and a multiple of the logic is a definition of its own, with its unit, and stands nowhere else. */
@Tag("once")
class ThresholdTests {
    /** Definitions that count or calculate with a number that no guideline sets. */
    private static final Map<String, String> NO_THRESHOLD = Map.of(
            "MedicationDose.Amount", "A strength without a denominator is that of one.",
            "MedicationDose.Repeated", "One where no day of the week is named.",
            "MineralWords.Results Of One Sample", "Two is a word.",
            "PatientRecord.Instant Of", "A day, a month and a year end a millisecond before the next begins.",
            "ProductPairing.Distance", "Doubled, so that the newer of two equally near moments is nearer by one.",
            "WorkupResults.Laboratory Limit", "The first titre above an upper limit, which is a whole number.");

    /** Thresholds that are no quantities, and what they are. */
    private static final Map<String, String> WITHOUT_UNIT = Map.ofEntries(
            Map.entry("AcutePhosphateRules.Phosphate Rise", "a multiple"),
            Map.entry("CardWords.Days Of A Month", "a conversion"),
            Map.entry("CalciumPhosphateProduct.Calcium For Albumin", "mg/dL for each g/dL"),
            Map.entry("CalciphylaxisRules.Longest Finding", "characters"),
            Map.entry("CalciphylaxisRules.Most Findings", "a count"),
            Map.entry("CardDetail.Longest Detail", "characters"),
            Map.entry("CardDetail.Longest Merged Detail", "characters"),
            Map.entry("CardDetail.Most Others", "a count"),
            Map.entry("CardLevels.Critical", "a level"),
            Map.entry("CardLevels.Info", "a level"),
            Map.entry("CardLevels.Warning", "a level"),
            Map.entry("CardMerging.Never In Place Of Another", "a rank"),
            Map.entry("CardMerging.Dropped First", "a place in an order"),
            Map.entry("CardMerging.Before Any Order", "a place in an order"),
            Map.entry("CardWords.Longest Name", "characters"),
            Map.entry("CardWords.Longest Summary", "characters"),
            Map.entry("ImmuneOrderRules.Prednisone Dose", "mg in a table of mg"),
            Map.entry("KidneyDisease.Creatinine Rise", "a multiple"),
            Map.entry("KidneyDisease.Days That Prove Dialysis", "a count"),
            Map.entry("KidneyMineralRules.High PTH Multiple", "a multiple"),
            Map.entry("KidneyMineralRules.Low PTH Multiple", "a multiple"),
            Map.entry("KidneyMineralRules.PTH Rise", "a multiple"),
            Map.entry("LaboratoryUnits.Largest Number", "in any unit"),
            Map.entry("MedicationDose.Days Of A Week", "a conversion"),
            Map.entry("MedicationDose.Hours Of A Day", "a conversion"),
            Map.entry("MedicationDose.Largest Dose", "in any unit"),
            Map.entry("MedicationDose.Units In A Milligram", "a conversion"),
            Map.entry("MineralRules.Nanomoles In A Nanogram", "a conversion"),
            Map.entry("MineralStatus.Smallest Step", "an amount that no unit changes"),
            Map.entry("PatientRecord.First Year", "a year of the calendar"),
            Map.entry("PatientRecord.First Year Too Late", "a year of the calendar"),
            Map.entry("ResultSelection.Above Any Limit", "in any unit"),
            Map.entry("ResultSelection.Most Results", "a count"),
            Map.entry("ResultSelection.Most eGFR Results", "a count"),
            Map.entry("WorkupResults.ANA Limit", "a titre"));

    @Test
    void everyNumberOfTheLogicIsADefinition() {
        Set<String> found = new TreeSet<>();
        libraries()
                .forEach(library -> NumbersInElm.of(library).stream()
                        .filter(number -> number.isBare())
                        .map(number -> name(library, number.definition()) + ": " + number.words())
                        .filter(words -> !NO_THRESHOLD.containsKey(words.replaceFirst(": .*", "")))
                        .forEach(found::add));

        assertThat(found).isEmpty();
    }

    @Test
    void everyThresholdHasItsUnit() {
        Set<String> found = new TreeSet<>();
        libraries()
                .forEach(library -> LibraryResolver.definitions(library).stream()
                        .filter(definition -> !(definition instanceof FunctionDef))
                        .filter(definition -> NumbersInElm.isNumber(definition.getExpression()))
                        .forEach(definition -> found.add(name(library, definition))));

        assertThat(found).isEqualTo(new TreeSet<>(WITHOUT_UNIT.keySet()));
    }

    /** Quantities that definitions are, in all libraries. */
    static List<BigDecimal> thresholds() {
        List<BigDecimal> thresholds = new ArrayList<>();
        libraries()
                .forEach(library -> NumbersInElm.of(library).stream()
                        .filter(number -> !number.isBare() && number.expression() instanceof Quantity)
                        .forEach(number -> thresholds.add(((Quantity) number.expression()).getValue())));
        return thresholds;
    }

    static Stream<Library> libraries() {
        return CaseAnswers.COMPILED.libraries().getCompiledLibraries().values().stream()
                .map(compiled -> compiled.getLibrary())
                .filter(library -> !library.getIdentifier().getId().equals("FHIRHelpers"))
                .filter(library -> CaseAnswers.COMPILED
                        .knowledge()
                        .cql()
                        .containsKey(library.getIdentifier().getId()));
    }

    private static String name(Library library, ExpressionDef definition) {
        return library.getIdentifier().getId() + "." + definition.getName();
    }
}
