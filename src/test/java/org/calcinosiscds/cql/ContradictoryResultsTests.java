package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What two results of one sample say together (clinical/principles#rejected-values). */
@Tag("once")
class ContradictoryResultsTests {
    /** Someone with calcinosis whose calcium and phosphate of ten days ago were normal. */
    private static final PatientCase PATIENT =
            PatientCase.named("idiopathic-full-normal-workup").orElseThrow();

    private static final List<String> COMPARATORS = List.of("", "<=", ">");

    @Test
    void phosphateIsHighWhereEachOfTwoResultsIs() {
        compare("CC-012", "2777-1", List.of("4.4", "5.2", "5.9"), List.of("", "5.5"));
    }

    @Test
    void calciumIsHighWhereEachOfTwoResultsIs() {
        compare("CC-017", "17861-6", List.of("10.4", "10.7", "11.2"), List.of("", "10.9"));
    }

    /** Each result alone, then every two of them that differ in their number. */
    private static void compare(String rule, String code, List<String> values, List<String> limits) {
        List<Observation> results = new ArrayList<>();
        for (String value : values) {
            for (String limit : limits) {
                COMPARATORS.forEach(comparator -> results.add(result(code, value, comparator, limit)));
            }
        }
        SoftAssertions softly = new SoftAssertions();
        for (Observation one : results) {
            for (Observation other : results) {
                if (number(one).compareTo(number(other)) < 0) {
                    softly.assertThat(fires(rule, one, other))
                            .as("%s of %s and %s", rule, words(one), words(other))
                            .isEqualTo(fires(rule, one) && fires(rule, other));
                }
            }
        }
        softly.assertAll();
    }

    private static boolean fires(String rule, Observation... results) {
        List<Resource> added = new ArrayList<>(List.of(results));
        return CaseAnswers.answer(PATIENT, PATIENT.record().with(added, 0))
                .rules()
                .contains(rule);
    }

    /** @param limit empty where the laboratory sends none */
    private static Observation result(String code, String value, String comparator, String limit) {
        Observation result = new Observation()
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(new CodeableConcept(new Coding("http://loinc.org", code, null)))
                .setSubject(new Reference("Patient/" + PATIENT.patientId()))
                .setEffective(new DateTimeType("2026-11-20T09:00:00Z"))
                .setValue(quantity(value)
                        .setComparator(comparator.isEmpty() ? null : Quantity.QuantityComparator.fromCode(comparator)));
        if (!limit.isEmpty()) {
            result.addReferenceRange().setHigh(quantity(limit));
        }
        result.setId(Stream.of("result", value, comparator, limit)
                .map(part -> Integer.toHexString(part.hashCode()))
                .reduce("", String::concat));
        return result;
    }

    private static Quantity quantity(String value) {
        return new Quantity()
                .setValue(new BigDecimal(value))
                .setUnit("mg/dL")
                .setSystem("http://unitsofmeasure.org")
                .setCode("mg/dL");
    }

    private static BigDecimal number(Observation result) {
        return result.getValueQuantity().getValue();
    }

    private static String words(Observation result) {
        Quantity quantity = result.getValueQuantity();
        return (quantity.hasComparator() ? quantity.getComparator().toCode() : "")
                + number(result)
                + (result.hasReferenceRange()
                        ? " with limit "
                                + result.getReferenceRangeFirstRep().getHigh().getValue()
                        : "");
    }
}
