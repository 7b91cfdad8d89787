package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.Test;

/** What the cards say of medicines that are not there, and of entries that nobody can name. */
class RecognisedEntriesTests {
    private static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-21T09:00:00Z");

    private static final String ATORVASTATIN = medicine("a", """
            "medicationCodeableConcept":{"coding":[{"system":"http://www.whocc.no/atc","code":"C10AA05"}]}""");
    private static final String WORDS = medicine("w", """
            "medicationCodeableConcept":{"text":"Herbal mixture of the house"}""");
    private static final String WARFARIN = medicine("v", """
            "medicationCodeableConcept":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"999999999",\
            "display":"warfarin sodium 5 MG Oral Tablet"}],"text":"warfarin sodium 5 MG Oral Tablet"}""");

    @Test
    void medicineIsDeniedWhenEveryOneIsKnown() {
        assertThat(reviewLine(Map.of(), ATORVASTATIN))
                .isEqualTo("No vitamin K antagonist, calcium, vitamin D or corticosteroid is on the medicine list."
                        + " Ask about iron given into a vein.");
    }

    @Test
    void medicinesThatNobodyCanNameAreCounted() {
        assertThat(reviewLine(Map.of(), ATORVASTATIN, WORDS))
                .startsWith(
                        "No vitamin K antagonist, calcium, vitamin D or corticosteroid recognised among 2 active medicines;"
                                + " 1 of them has no code or name this service knows.");
        String lost = medicine("l", "\"medicationReference\":{\"reference\":\"Medication/nowhere\"}");
        assertThat(reviewLine(Map.of(), ATORVASTATIN, WORDS, lost))
                .contains("among 3 active medicines; 2 of them have no code or name this service knows.");
    }

    @Test
    void nothingIsDeniedOfAListThatIsNotAvailable() {
        assertThat(reviewLine(Map.of("Not Available Types", List.of("MedicationStatement")), ATORVASTATIN))
                .contains("recognised among 1 active medicine; not every list of them is available here.");
    }

    @Test
    void productIsShownByTheNameOfItsIngredient() {
        assertThat(reviewLine(Map.of(), WARFARIN, WORDS))
                .isEqualTo("Active medicines for specialist review: warfarin (do not stop it without a plan)."
                        + " Ask about iron given into a vein.");
    }

    @Test
    void evidenceListsReferencesAndMeans() {
        Evaluation evaluation = evaluation(Map.of(), WARFARIN, WORDS);

        var found = evaluation.evaluate(
                CaseAnswers.library("Recognition"),
                List.of("Unrecognised Medicines", "Recognised By Name", "Not Recognised In The Record"));

        assertThat(CqlValues.strings(found.get("Unrecognised Medicines"))).containsExactly("MedicationRequest/w");
        assertThat(CqlValues.strings(found.get("Recognised By Name"))).containsExactly("MedicationRequest/v");
        assertThat(CqlValues.map(found.get("Not Recognised In The Record")))
                .isEqualTo(Map.of("medicines", List.of("MedicationRequest/w")));
    }

    private static String reviewLine(Map<String, Object> parameters, String... medicines) {
        return String.valueOf(evaluation(parameters, medicines)
                .evaluate(CaseAnswers.library("ActiveMedicines"), List.of("Calciphylaxis Review Line"))
                .get("Calciphylaxis Review Line"));
    }

    private static Evaluation evaluation(Map<String, Object> parameters, String... medicines) {
        String entries = Stream.concat(Stream.of("{\"resourceType\":\"Patient\",\"id\":\"p\"}"), Stream.of(medicines))
                .map(resource -> "{\"resource\":" + resource + "}")
                .collect(Collectors.joining(","));
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + entries + "]}";
        return new Evaluation(CaseAnswers.COMPILED, PatientRecords.of(bundle, "p"), AS_OF, parameters);
    }

    private static String medicine(String id, String medicine) {
        return """
                {"resourceType":"MedicationRequest","id":"%s","status":"active","intent":"order","subject":{"reference":"Patient/p"},%s}
                """.formatted(id, medicine);
    }
}
