package org.calcinosiscds.assess;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.ProductReport;
import org.calcinosiscds.time.AsOf;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The calcium-phosphate product as an Observation: value, tier, inputs, or why there is none. */
public class ProductObservation {
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final String SI_UNIT = "mmol2/L2";
    private static final String NEWEST_VALUE = "https://calcinosis-cds.org/fhir/StructureDefinition/newest-value";

    private final LocalCodeSystems codes;

    public ProductObservation(LocalCodeSystems codes) {
        this.codes = codes;
    }

    /**
     * @param asOf the moment for which the product was computed
     * @param subject reference to the patient
     */
    public Observation of(ProductReport report, ZonedDateTime asOf, Reference subject) {
        CalciumPhosphateProduct product = report.product();
        Observation observation = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(measure("calcium-phosphate-product"))
                .setSubject(subject)
                .setIssuedElement(new InstantType(AsOf.text(asOf)));
        if (product.value() != null) {
            observation.setValue(quantity(product.value(), product.unit()));
        }
        component(observation, "corrected-calcium-phosphate-product", product.corrected(), product.unit());
        component(observation, "calcium-phosphate-product-si", product.si(), SI_UNIT);
        grade(product, observation);
        inputs(product, observation);
        report.trend()
                .forEach(result -> observation.addExtension(
                        NEWEST_VALUE, new Reference(result.reference()).setDisplay(result.display())));
        if (!report.words().isEmpty()) {
            observation.addNote().setText(String.join("\n", report.words()));
        }
        return observation;
    }

    /** FHIR allows a reason for an absent value only where the value is absent; elsewhere it explains the tier. */
    private void grade(CalciumPhosphateProduct product, Observation observation) {
        observation.addInterpretation(concept("product-tier", product.tier()));
        product.flags().forEach(flag -> observation.addInterpretation(concept("product-flag", flag)));
        if (product.reason() == null) {
            return;
        }
        CodeableConcept reason = concept("rejection-reason", product.reason());
        if (observation.hasValue()) {
            observation.addInterpretation(reason);
        } else {
            observation.setDataAbsentReason(reason);
        }
    }

    /** The product is of the day, or the days, on which the samples were drawn. */
    private static void inputs(CalciumPhosphateProduct product, Observation observation) {
        Stream.of(product.calcium(), product.phosphate(), product.albumin())
                .flatMap(Stream::ofNullable)
                .flatMap(result -> Stream.ofNullable(result.reference()))
                .distinct()
                .forEach(reference -> observation.addDerivedFrom(new Reference(reference)));
        List<String> days = Stream.of(product.calcium(), product.phosphate())
                .flatMap(Stream::ofNullable)
                .flatMap(result -> Stream.ofNullable(result.effective()))
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

    private void component(Observation observation, String measure, @Nullable BigDecimal value, String unit) {
        if (value != null) {
            observation.addComponent().setCode(measure(measure)).setValue(quantity(value, unit));
        }
    }

    private CodeableConcept measure(String code) {
        return concept("measure", code);
    }

    private CodeableConcept concept(String codeSystem, String code) {
        return codes.concept(codeSystem, List.of(code));
    }

    private static Quantity quantity(BigDecimal value, String unit) {
        return new Quantity().setValue(value).setUnit(unit).setSystem(UCUM).setCode(unit);
    }
}
