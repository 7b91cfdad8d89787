package org.calcinosiscds.authoring.shortcase;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortCaseTests {
    private static final CodeSystemNames NAMES =
            new CodeSystemNames(Map.of("A", "urn:a", "UCUM", "http://unitsofmeasure.org"));
    private static final String START = "name: a case\npatient: female, 45\n";

    @Test
    void wordsAreReadAsResources() {
        List<Resource> record = record("""
                conditions:
                  - A#1 since 2019
                  - A#2 resolved refuted 2 weeks ago
                observations: [ A#3 9.40 mg/dL 366 days ago, A#4 > 150 preliminary, A#5 A#6 now, 'A#7 "hard nodules"' ]
                procedures: [ A#8 2026-10-01 ]
                medications: [ urn:b#9 stopped 3 months ago ]
                orders: [ A#10 1 hour ago ]
                resources: [ { resourceType: Encounter, status: finished, class: { code: AMB } } ]
                """);

        Patient patient = (Patient) record.get(0);
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1981-11-21");
        assertThat(patient.getGender().toCode()).isEqualTo("female");
        Condition since = (Condition) record.get(1);
        assertThat(since.getOnsetDateTimeType().getValueAsString()).isEqualTo("2019");
        assertThat(since.getCode().getCodingFirstRep().getSystem()).isEqualTo("urn:a");
        assertThat(since.getClinicalStatus().getCodingFirstRep().getCode()).isEqualTo("active");
        assertThat(since.getVerificationStatus().getCodingFirstRep().getCode()).isEqualTo("confirmed");
        Condition refuted = (Condition) record.get(2);
        assertThat(refuted.getClinicalStatus().getCodingFirstRep().getCode()).isEqualTo("resolved");
        assertThat(refuted.getVerificationStatus().getCodingFirstRep().getCode())
                .isEqualTo("refuted");
        assertThat(refuted.getOnsetDateTimeType().getValueAsString()).isEqualTo("2026-11-07T09:00:00Z");
        Observation calcium = (Observation) record.get(3);
        Quantity quantity = calcium.getValueQuantity();
        assertThat(quantity.getValue()).isEqualTo(new BigDecimal("9.40"));
        assertThat(quantity.getCode()).isEqualTo("mg/dL");
        assertThat(quantity.getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(calcium.getEffectiveDateTimeType().getValueAsString()).isEqualTo("2025-11-20T09:00:00Z");
        assertThat(calcium.getSubject().getReference()).isEqualTo("Patient/patient");
        Observation above = (Observation) record.get(4);
        assertThat(above.getValueQuantity().getComparator().toCode()).isEqualTo(">");
        assertThat(above.getStatus().toCode()).isEqualTo("preliminary");
        assertThat(((Observation) record.get(5))
                        .getValueCodeableConcept()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("6");
        assertThat(((Observation) record.get(6)).getValueStringType().getValue())
                .isEqualTo("hard nodules");
        assertThat(((Procedure) record.get(7)).getPerformedDateTimeType().getValueAsString())
                .isEqualTo("2026-10-01");
        MedicationRequest medicine = (MedicationRequest) record.get(8);
        assertThat(medicine.getMedicationCodeableConcept().getCodingFirstRep().getSystem())
                .isEqualTo("urn:b");
        assertThat(medicine.getStatus().toCode()).isEqualTo("stopped");
        assertThat(((ServiceRequest) record.get(9)).getAuthoredOnElement().getValueAsString())
                .isEqualTo("2026-11-21T08:00:00Z");
        assertThat(record.get(10).fhirType()).isEqualTo("Encounter");
        assertThat(record).extracting(Resource::getIdPart).doesNotHaveDuplicates();
    }

    @Test
    void agesAreReachedOnTheDayOfTheCase() {
        ShortCase read = ShortCaseReader.read(
                "name: a child\nasOf: 2026-03-01T09:00:00+01:00\npatient: male, 8 months\n", NAMES, KnownNames.ANY);

        Patient patient = (Patient) bundle(read).getEntryFirstRep().getResource();
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("2025-07-01");
        assertThat(read.expected().path("asOf").asString()).isEqualTo("2026-03-01T09:00+01:00");
    }

    /** A row is what follows name and patient, and where its one defect is. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            conditions: [ B#1 ]; 3:15 There is no code system B
            conditions: [ dialysis ]; 3:15 A code such as
            conditions: [ A#1 sometimes ]; 3:15 "sometimes" is not understood.
            conditions: [ A#1 since 2019-13 ]; 3:15 since 2019-13 is no date.
            observations: [ A#1, A#2 9 mg/dL last year ]; 3:22 "9 mg/dL last year" is not understood.
            conditions: A#1; 3:13 A list is expected
            condition: [ A#1 ]; 3:1 There is no element condition
            name: again; 3:1 The element name stands twice.
            asOf: yesterday; 3:7 An instant with a time zone is expected
            cards: [ { indicator: info } ]; 3:10 The element problem is required.
            cards: [ { problem: M, order: O-CA } ]; 3:24 A card has no element order.
            resources: [ { resourceType: Condition, odd: 1 } ]; 3:14 This is no FHIR resource
            context: none; 3:10 A mapping is expected
            rules: [ CC-043; 4:1 This is not YAML
            """)
    void defectIsNamedWithItsPlace(String text, String defect) {
        assertThat(defects(START + text + "\n")).singleElement().asString().startsWith(defect);
    }

    @Test
    void nameAndPatientAreRequired() {
        assertThat(defects("rules: [ CC-043 ]\n"))
                .containsExactly("1:1 The element name is required.", "1:1 The element patient is required.");
        assertThat(defects("")).containsExactly("1:1 The case is empty.");
        assertThat(defects("name: x\npatient: young\n"))
                .singleElement()
                .asString()
                .startsWith("2:10 Gender and age");
    }

    private static List<String> defects(String text) {
        return ShortCaseReader.read(text, NAMES, KnownNames.ANY).defects().stream()
                .map(each -> each.line() + ":" + each.column() + " " + each.message())
                .toList();
    }

    private static List<Resource> record(String text) {
        ShortCase read = ShortCaseReader.read(START + text, NAMES, KnownNames.ANY);
        assertThat(read.defects()).isEmpty();
        return bundle(read).getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
    }

    private static Bundle bundle(ShortCase read) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, read.bundle());
    }
}
