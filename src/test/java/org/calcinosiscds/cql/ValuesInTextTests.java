package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A value that a card quotes with its unit and its day stands in the record, and none of two results of one sample is quoted alone.
 *
 * <p>Source: clinical/cards#trend, clinical/principles#rejected-values.
 */
@Tag("once")
class ValuesInTextTests {
    private static final String NUMBER = "[<>]?=?[0-9]+(?:\\.[0-9]+)?";
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    /** "Phosphate 5.0 > 4.1 and 7.3 mg/dL (2026-11-11, 2026-11-20; two results of one sample)". */
    private static final Pattern TREND =
            Pattern.compile("(?i)\\b(ionized calcium|calcium \\(corrected by the laboratory\\)|calcium|phosphate|PTH) ("
                    + NUMBER + "(?:(?: > | and | to )" + NUMBER + ")*) (mg/dL|mmol/L|pg/mL|pmol/L) \\((" + DAY + "(?:, "
                    + DAY + ")*)");

    /** What one of a unit is in the unit in which amounts are compared here; other units are in none of the cases' trends. */
    private static final Map<String, Map<String, Double>> FACTORS = Map.of(
            "calcium", Map.of("mg/dl", 1.0, "mmol/l", 4.0078, "meq/l", 2.0039, "mg/l", 0.1, "umol/l", 0.0040078),
            "phosphate", Map.of("mg/dl", 1.0, "mmol/l", 3.0974, "mg/l", 0.1, "umol/l", 0.0030974),
            "pth", Map.of("pg/ml", 1.0, "ng/l", 1.0, "pmol/l", 9.43));

    /** Half of the last figure that a card shows, as a part of the smallest amounts that it shows. */
    private static final double ROUNDING = 0.025;

    /** A value in a unit, and its day where the sentence names it. */
    private record Quoted(String analyte, List<String> values, String unit, List<String> days) {
        static Quoted of(MatchResult match) {
            String name = match.group(1).toLowerCase(Locale.ROOT);
            return new Quoted(
                    name.contains("calcium") ? "calcium" : name,
                    Arrays.asList(match.group(2).split(" > ")),
                    match.group(3).toLowerCase(Locale.ROOT),
                    Arrays.asList(match.group(4).split(", ")));
        }

        double factor() {
            return Objects.requireNonNull(FACTORS.get(analyte).get(unit));
        }
    }

    @Test
    void everyValueIsOneOfTheRecordOnItsDay() {
        SoftAssertions softly = new SoftAssertions();
        int count = 0;
        for (PatientCase patient : PatientCase.all()) {
            List<Recorded> recorded = recorded(patient.record(), patient.asOf().getZone());
            for (Quoted quoted : quoted(CaseAssessments.full(patient))) {
                count += quoted.values().size();
                softly.assertThat(quoted.values())
                        .as("%s: %s", patient, quoted)
                        .hasSameSizeAs(quoted.days())
                        .allSatisfy(values -> assertThat(values.split(" and | to "))
                                .allMatch(value -> recorded.stream()
                                        .anyMatch(result -> result.isQuoted(
                                                quoted,
                                                value,
                                                quoted.days()
                                                        .get(quoted.values().indexOf(values))))));
            }
        }
        softly.assertAll();
        assertThat(count).isGreaterThan(1000);
    }

    /** Calcium, phosphate and albumin of a product may be of different days. */
    @Test
    void everyPartOfAProductHasItsDay() {
        SoftAssertions softly = new SoftAssertions();
        int count = 0;
        for (PatientCase patient : PatientCase.all()) {
            List<Recorded> recorded = recorded(patient.record(), patient.asOf().getZone());
            for (MatchResult product : texts(CaseAssessments.full(patient)).stream()
                    .flatMap(text -> PRODUCT.matcher(text).results())
                    .toList()) {
                String common = product.group(2);
                for (MatchResult part : PART.matcher(product.group(1)).results().toList()) {
                    String day = part.group(2) == null ? common : part.group(2);
                    List<MatchResult> values =
                            VALUE.matcher(part.group(1)).results().toList();
                    count += values.size();
                    softly.assertThat(values)
                            .as("%s: %s", patient, product.group())
                            .isNotEmpty()
                            .allMatch(
                                    value -> recorded.stream().anyMatch(result -> result.isSent(value.group(1), day)));
                }
            }
        }
        softly.assertAll();
        assertThat(count).isGreaterThan(10);
    }

    /** "Calcium 10.2 mg/dL, phosphate 7.0 mg/dL, albumin 3.1 g/dL (2026-11-20): Ca x P 71.4". */
    private static final Pattern PRODUCT =
            Pattern.compile("(Calcium [^:\n]*?, phosphate [^:\n]*?)(?: \\((" + DAY + ")\\))?: Ca x P");

    /** An analyte of it with its values, and its day where the analytes are not of one day. */
    private static final Pattern PART = Pattern.compile(
            "(?:Calcium|, phosphate|, albumin) (.+?)(?: \\((" + DAY + ")\\))?(?=, phosphate|, albumin|$)");

    private static final Pattern VALUE = Pattern.compile("(?:^|and |, )[<>]?=?([0-9.]+) ");

    /** For each set of rules the first case that has it, with a second, different result beside each. */
    @Test
    void noneOfTwoResultsOfOneSampleIsQuotedAlone() {
        SoftAssertions softly = new SoftAssertions();
        Set<String> seen = new TreeSet<>();
        for (PatientCase patient : PatientCase.all()) {
            if (seen.add(patient.service() + patient.answer().rules())) {
                PatientBundle record = TwinResultsTests.withTwins(patient.record());
                for (String text : texts(CaseAnswers.assessment(patient, record))) {
                    softly.assertThat(Stream.of(ALONE, OTHERS_ALONE)
                                    .flatMap(alone -> alone.matcher(text).results())
                                    .map(MatchResult::group))
                            .as("%s: %s", patient, text)
                            .isEmpty();
                }
            }
        }
        softly.assertAll();
    }

    /** A calcium or a phosphate with one number; limits come after "of", "below" or "above", and CC-015 says why it lists each. */
    private static final Pattern ALONE = Pattern.compile(
            "(?i)(?<!total |and |of |below |above |corrected )\\b(?:calcium|phosphate) [<>]?=?[0-9.]+ (?:mg/dL|mmol/L)\\b"
                    + "(?! and )(?! \\(" + DAY + "\\): )");

    /** Another value with one number, without "an eGFR of". */
    private static final Pattern OTHERS_ALONE = Pattern.compile(
            "(?i)\\b(?:eGFR|creatinine|PTH|25-OH-D3?|albumin) [<>]?=?[0-9.]+ (?:mL/min|umol/L|mg/dL|p[gm]|ng/mL|nmol/L|g/d?L)"
                    + "(?! and )");

    /** A result with its day. */
    private record Recorded(BigDecimal value, String unit, String day) {
        boolean isSent(String shown, @Nullable String when) {
            return day.equals(when) && value.compareTo(new BigDecimal(shown)) == 0;
        }

        boolean isQuoted(Quoted quoted, String shown, String when) {
            Double factor = FACTORS.get(quoted.analyte()).get(unit);
            double amount = Double.parseDouble(shown.replaceAll("[<>=]", "")) * quoted.factor();
            return when.equals(day)
                    && factor != null
                    && Math.abs(value.doubleValue() * factor - amount) <= ROUNDING * Math.max(1, amount);
        }
    }

    private static List<Quoted> quoted(Assessment assessment) {
        return texts(assessment).stream()
                .flatMap(text -> TREND.matcher(text).results())
                .map(Quoted::of)
                .toList();
    }

    /** Summary, detail and background of each card. */
    private static List<String> texts(Assessment assessment) {
        return assessment.recommendations().stream()
                .flatMap(card -> Stream.concat(Stream.of(card.summary(), card.detail()), card.background().stream()))
                .toList();
    }

    private static List<Recorded> recorded(PatientBundle record, ZoneId zone) {
        List<Recorded> found = new ArrayList<>();
        record.byType().getOrDefault("Observation", List.of()).forEach(resource -> {
            if (resource instanceof Observation result) {
                Stream.concat(
                                Stream.of(result.getValue()),
                                result.getComponent().stream().map(Observation.ObservationComponentComponent::getValue))
                        .filter(Quantity.class::isInstance)
                        .map(Quantity.class::cast)
                        .filter(Quantity::hasValue)
                        .forEach(value -> units(value)
                                .forEach(unit -> found.add(new Recorded(value.getValue(), unit, day(result, zone)))));
            }
        });
        return found;
    }

    /** As code and as text, which may name two: without the words that a laboratory writes in braces. */
    private static Stream<String> units(Quantity value) {
        return Stream.of(value.getCode(), value.getUnit())
                .filter(Objects::nonNull)
                .map(unit -> unit.replaceAll("\\{[^}]*\\}", "").strip().toLowerCase(Locale.ROOT))
                .distinct();
    }

    /** The day of the time that counts (docs/clarifications.md, time of a result); empty without any. */
    private static String day(Observation result, ZoneId zone) {
        String sent = Stream.of(
                        result.hasEffectiveDateTimeType() ? result.getEffectiveDateTimeType() : null,
                        result.hasEffectivePeriod()
                                ? result.getEffectivePeriod().getEndElement()
                                : null,
                        result.hasEffectiveInstantType() ? result.getEffectiveInstantType() : null,
                        result.getIssuedElement(),
                        result.hasEffectivePeriod()
                                ? result.getEffectivePeriod().getStartElement()
                                : null)
                .filter(Objects::nonNull)
                .map(BaseDateTimeType::getValueAsString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return sent.contains("T")
                ? OffsetDateTime.parse(sent)
                        .atZoneSameInstant(zone)
                        .toLocalDate()
                        .toString()
                : sent;
    }
}
