package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A product of which a value is only a bound is a bound wherever a card shows it, also before the correction for albumin.
 *
 * <p>Source: clinical/product#eligible-results.
 */
@Tag("once")
class BoundedProductTests {
    private static final Pattern PRODUCT =
            Pattern.compile("(?:Ca x P|Uncorrected|corrected calcium) ([<>]=?)?[0-9][0-9.]* (?:mg2/dL2|mmol2/L2)");

    @Test
    void everyProductOfABoundHasItsSign() {
        SoftAssertions softly = new SoftAssertions();
        int uncorrected = 0;
        for (PatientCase patient : PatientCase.all()) {
            Assessment answer = CaseAnswers.assessment(patient, bounded(patient.record()));
            List<String> texts = answer.recommendations().stream()
                    .map(card -> card.summary() + "\n" + card.detail())
                    .filter(text -> text.contains(">=7.2 mg/dL"))
                    .toList();
            for (String text : texts) {
                softly.assertThat(PRODUCT.matcher(text).results())
                        .as("%s: %s", patient, text)
                        .allMatch(product -> product.group(1) != null);
                uncorrected += text.contains("Uncorrected ") ? 1 : 0;
            }
        }
        softly.assertAll();
        assertThat(uncorrected).isPositive();
    }

    /** The record with a product that exceeds the limit only when calcium is corrected, and of which phosphate is a lower bound. */
    private static PatientBundle bounded(PatientBundle record) {
        Map<String, List<Resource>> changed = new TreeMap<>(record.byType());
        changed.computeIfPresent(
                "Observation",
                (type, results) ->
                        results.stream().flatMap(BoundedProductTests::bounded).toList());
        return new PatientBundle(record.patient(), changed, 0);
    }

    private static Stream<Resource> bounded(Resource resource) {
        if (!(resource instanceof Observation result) || !result.hasValueQuantity()) {
            return Stream.of(resource);
        }
        String code = result.getCode().getCodingFirstRep().getCode();
        if ("17861-6".equals(code)) {
            return Stream.of(with(result, code, "9.0", "mg/dL"));
        }
        if (!"2777-1".equals(code)) {
            return Stream.of(resource);
        }
        Observation phosphate = with(result, code, "7.2", "mg/dL");
        phosphate.getValueQuantity().setComparator(Quantity.QuantityComparator.GREATER_OR_EQUAL);
        return Stream.of(phosphate, with(result, "1751-7", "2.8", "g/dL"));
    }

    private static Observation with(Observation like, String code, String value, String unit) {
        Observation result = like.copy();
        result.setId(like.getIdPart() + "-" + code);
        result.setCode(new CodeableConcept(new Coding("http://loinc.org", code, null)));
        result.setValue(new Quantity()
                .setValue(new BigDecimal(value))
                .setUnit(unit)
                .setSystem("http://unitsofmeasure.org")
                .setCode(unit));
        return result;
    }
}
