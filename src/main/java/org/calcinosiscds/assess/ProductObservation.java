package org.calcinosiscds.assess;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.time.AsOf;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;

/** The calcium-phosphate product as an Observation: value, tier, inputs, or why there is none. */
public class ProductObservation {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String SI_UNIT = "mmol2/L2";
    private static final String NEWEST_VALUE = "https://calcinosis-cds.org/fhir/StructureDefinition/newest-value";

    private final LocalCodeSystems codes;

    public ProductObservation(LocalCodeSystems codes) {
        this.codes = codes;
    }

    /** @param subject reference to the patient */
    public Observation of(Assessment assessment, Reference subject) {
        Evidence report = new Evidence(assessment.product());
        Evidence product = report.of("evidence");
        Observation observation = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(measure("calcium-phosphate-product"))
                .setSubject(subject)
                .setIssuedElement(new InstantType(AsOf.text(assessment.asOf())));
        product.number("value").ifPresent(value -> observation.setValue(quantity(value, unit(product))));
        product.number("corrected")
                .ifPresent(value -> component(observation, "corrected-calcium-phosphate-product")
                        .setValue(quantity(value, unit(product))));
        product.number("si")
                .ifPresent(value ->
                        component(observation, "calcium-phosphate-product-si").setValue(quantity(value, SI_UNIT)));
        grade(product, observation);
        inputs(product, observation);
        report.each("trend")
                .forEach(value -> observation.addExtension(
                        NEWEST_VALUE,
                        new Reference(value.text("reference").orElse(null))
                                .setDisplay(value.text("display").orElse(null))));
        String words = String.join("\n", report.texts("words"));
        if (!words.isEmpty()) {
            observation.addNote().setText(words);
        }
        return observation;
    }

    /** FHIR allows a reason for an absent value only where the value is absent; elsewhere it explains the tier. */
    private void grade(Evidence product, Observation observation) {
        product.text("tier").ifPresent(tier -> observation.addInterpretation(concept("product-tier", tier)));
        product.texts("flags").forEach(flag -> observation.addInterpretation(concept("product-flag", flag)));
        product.text("reason")
                .map(reason -> concept("rejection-reason", reason))
                .ifPresent(reason -> {
                    if (observation.hasValue()) {
                        observation.addInterpretation(reason);
                    } else {
                        observation.setDataAbsentReason(reason);
                    }
                });
    }

    /** The product is of the day, or the days, on which the samples were drawn. */
    private static void inputs(Evidence product, Observation observation) {
        List<Evidence> results =
                Stream.of("calcium", "phosphate", "albumin").map(product::of).toList();
        results.stream()
                .flatMap(result -> result.text("reference").stream())
                .distinct()
                .forEach(reference -> observation.addDerivedFrom(new Reference(reference)));
        List<String> days = results.stream()
                .limit(2)
                .flatMap(result -> result.text("effective").stream())
                .sorted()
                .toList();
        if (!days.isEmpty()) {
            DateTimeType first = new DateTimeType(days.get(0));
            DateTimeType last = new DateTimeType(days.get(days.size() - 1));
            observation.setEffective(
                    days.get(0).equals(days.get(days.size() - 1))
                            ? first
                            : new Period().setStartElement(first).setEndElement(last));
        }
    }

    private Observation.ObservationComponentComponent component(Observation observation, String measure) {
        return observation.addComponent().setCode(measure(measure));
    }

    private CodeableConcept measure(String code) {
        return concept("measure", code);
    }

    private CodeableConcept concept(String codeSystem, String code) {
        return codes.concept(codeSystem, List.of(code));
    }

    private static String unit(Evidence product) {
        return product.text("unit").orElse("");
    }

    private static Quantity quantity(BigDecimal value, String unit) {
        return new Quantity().setValue(value).setUnit(unit).setSystem(UCUM).setCode(unit);
    }
}
