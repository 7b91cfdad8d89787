package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A card that calls a value severe names the value that is, also beside a second result of the sample and a low albumin.
 *
 * <p>Source: clinical/principles#rejected-values, clinical/rules/CC-011, clinical/minerals#cc-033.
 */
@Tag("once")
class DecidingValueTests {
    private static final Pattern VALUES =
            Pattern.compile("(?i)(ionized )?calcium (?:albumin-corrected )?([<>=0-9. and to]+) (mg/dL|mmol/L)");

    private static final double MILLIMOLES = 4.0078;

    /** A bound or a printed figure of two decimals may lie a little beside the limit. */
    private static final double ROUNDING = 0.03;

    @Test
    void severeCalciumIsNamed() {
        SoftAssertions softly = new SoftAssertions();
        int count = 0;
        for (PatientCase patient : PatientCase.all()) {
            count += check(patient, CaseAssessments.full(patient), softly);
        }
        softly.assertAll();
        assertThat(count).isGreaterThan(15);
    }

    /** For each set of rules the first case that has it. */
    @Test
    void severeCalciumIsNamedBesideATwinAndALowAlbumin() {
        SoftAssertions softly = new SoftAssertions();
        Set<String> seen = new TreeSet<>();
        int count = 0;
        for (PatientCase patient : PatientCase.all()) {
            if (seen.add(patient.service() + patient.answer().rules())) {
                count += check(
                        patient,
                        CaseAnswers.assessment(
                                patient,
                                TwinResultsTests.withTwins(patient.record().with(lowAlbumin(patient), 0))),
                        softly);
            }
        }
        softly.assertAll();
        assertThat(count).isGreaterThan(5);
    }

    private static int check(PatientCase patient, Assessment answer, SoftAssertions softly) {
        int count = 0;
        for (Recommendation card : answer.recommendations()) {
            if (card.summary().contains("severe hypercalcaemia")) {
                count++;
                softly.assertThat(named(card.summary(), amount -> amount >= 14.0 - ROUNDING, amount -> amount >= 2.5))
                        .as("%s: %s", patient, card.summary())
                        .isTrue();
            } else if (card.summary().contains("same-day ") && card.summary().contains("magnesium")) {
                count++;
                softly.assertThat(named(card.summary(), amount -> amount < 7.5 + ROUNDING, amount -> amount < 1.0))
                        .as("%s: %s", patient, card.summary())
                        .isTrue();
            }
        }
        return count;
    }

    private static boolean named(String summary, DoublePredicate total, DoublePredicate ionized) {
        return VALUES.matcher(summary)
                .results()
                .anyMatch(match -> Stream.of(match.group(2).split(" and | to "))
                        .mapToDouble(value -> Double.parseDouble(value.replaceAll("[<>= ]", "")))
                        .anyMatch(
                                match.group(1) != null
                                        ? ionized
                                        : amount -> total.test(
                                                "mmol/L".equals(match.group(3)) ? amount * MILLIMOLES : amount)));
    }

    /** Of the time of each total calcium, as some laboratories send it. */
    private static List<Resource> lowAlbumin(PatientCase patient) {
        List<Resource> added = new ArrayList<>();
        for (Resource resource : patient.record().byType().getOrDefault("Observation", List.of())) {
            if (resource instanceof Observation result
                    && result.getCode().getCoding().stream().anyMatch(code -> "17861-6".equals(code.getCode()))) {
                Observation albumin = (Observation) result.copy().setId("low-albumin-" + added.size());
                albumin.setCode(new CodeableConcept(new Coding("http://loinc.org", "1751-7", null)));
                albumin.setReferenceRange(null);
                albumin.setValue(new Quantity()
                        .setValue(2.5)
                        .setUnit("g/dL")
                        .setSystem("http://unitsofmeasure.org")
                        .setCode("g/dL"));
                added.add(albumin);
            }
        }
        return added;
    }
}
