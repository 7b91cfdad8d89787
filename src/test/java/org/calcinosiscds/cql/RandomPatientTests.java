package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.oracle.PatientJson;
import org.calcinosiscds.oracle.ProductOracle;
import org.calcinosiscds.oracle.RandomPatient;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Patients made by chance: the CQL and a second reading of the specification agree on product, tier, reason, flags and age. */
@Tag("once")
class RandomPatientTests {
    private static final int PATIENTS = Integer.getInteger("random.patients", 2000);
    private static final long SEED = Long.getLong("random.seed", 20261121L);

    @Test
    void theCqlAgreesWithASecondReadingOfTheSpecification() {
        SoftAssertions softly = new SoftAssertions();
        Map<String, Integer> seen = new TreeMap<>();
        IntStream.range(0, PATIENTS).forEach(number -> {
            RandomPatient patient = RandomPatient.of(new Random(SEED + number));
            Product expected = ProductOracle.of(patient);
            seen.merge(expected.tier() + " " + expected.reason(), 1, Integer::sum);
            expected.flags().forEach(flag -> seen.merge(flag, 1, Integer::sum));
            softly.assertThat(product(patient))
                    .as("patient %s: %s", number, patient)
                    .isEqualTo(expected);
        });
        softly.assertAll();
        assertThat(seen)
                .as("every tier, flag and most reasons occur")
                .containsKeys(
                        "HIGH null",
                        "ELEVATED null",
                        "NOT_ELEVATED null",
                        "UNKNOWN comparator",
                        "UNKNOWN unpaired",
                        "UNKNOWN dialysis-between",
                        "UNKNOWN infant-not-validated",
                        "UNKNOWN missing-unit",
                        "UNKNOWN conflicting-duplicates",
                        "UNKNOWN implausible",
                        "UNKNOWN specimen-compromised",
                        "no-albumin",
                        "lab-corrected",
                        "tier-discordant",
                        "bound",
                        "paediatric-physiologic",
                        "post-dialysis",
                        "newer-unusable");
    }

    private static Product product(RandomPatient patient) {
        Evaluation evaluation = new Evaluation(
                CaseAnswers.COMPILED,
                PatientRecords.of(PatientJson.of(patient), "p"),
                RandomPatient.AS_OF.atZone(ZoneOffset.UTC),
                Map.of());
        return Product.of(CqlValues.map(evaluation
                .evaluate(CaseAnswers.library("ProductReport"), List.of("Product Evidence"))
                .get("Product Evidence")));
    }
}
