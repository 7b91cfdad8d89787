package org.calcinosiscds.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The prefetch of a dialysis patient with a given number of laboratory results: ten results a day, back from the day before
 * {@link #AS_OF}. Nothing is random, so that two runs measure the same.
 */
final class SyntheticRecord {
    static final String PATIENT_ID = "bench";
    static final String AS_OF = "2026-11-21T09:00:00Z";

    private static final LocalDate NEWEST = LocalDate.parse("2026-11-20");
    /** The service takes no more in one Bundle. */
    private static final int ENTRIES = 2000;

    private static final List<Result> RESULTS = List.of(
            new Result("17861-6", "Calcium [Mass/volume] in Serum or Plasma", "10.2", "mg/dL"),
            new Result("2777-1", "Phosphate [Mass/volume] in Serum or Plasma", "7.0", "mg/dL"),
            new Result("1751-7", "Albumin [Mass/volume] in Serum or Plasma", "4.0", "g/dL"),
            new Result("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "6.9", "mg/dL"),
            new Result("6768-6", "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma", "78", "U/L"),
            new Result("2731-8", "Parathyrin.intact [Mass/volume] in Serum or Plasma", "42", "pg/mL"),
            new Result("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", "3.1", "mg/L"),
            new Result("718-7", "Hemoglobin [Mass/volume] in Blood", "11.4", "g/dL"),
            new Result(
                    "1920-8", "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma", "21", "U/L"),
            new Result(
                    "1742-6", "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma", "19", "U/L"));

    private record Result(String code, String display, String value, String unit) {}

    private SyntheticRecord() {}

    /** The record as prefetch: JSON of a Patient or a searchset by key. The first Bundle of results is {@code observations}. */
    static Map<String, String> prefetch(int observations) {
        Map<String, String> prefetch = new LinkedHashMap<>();
        prefetch.put(
                "patient",
                "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"male\",\"birthDate\":\"1960-05-14\"}"
                        .formatted(PATIENT_ID));
        prefetch.put("conditions", searchset(List.of(dialysis())));
        for (int from = 0; from < observations; from += ENTRIES) {
            List<String> page = new ArrayList<>();
            for (int i = from; i < Math.min(observations, from + ENTRIES); i++) {
                page.add(observation(i));
            }
            prefetch.put("observations" + (from == 0 ? "" : "-" + from), searchset(page));
        }
        return prefetch;
    }

    static String json(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> "\"" + property.getKey() + "\":" + property.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String searchset(List<String> resources) {
        return resources.stream()
                .map(resource -> "{\"resource\":" + resource + ",\"search\":{\"mode\":\"match\"}}")
                .collect(Collectors.joining(
                        ",", "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[", "]}"))
                .replace(",\"entry\":[]", "");
    }

    private static String dialysis() {
        return """
                {"resourceType":"Condition","id":"dialysis",\
                "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},\
                "verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},\
                "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"problem-list-item"}]}],\
                "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z99.2","display":"Dependence on renal dialysis"}]},\
                "subject":{"reference":"Patient/%s"},"onsetDateTime":"2024-06-04","recordedDate":"2024-06-04"}""".formatted(PATIENT_ID);
    }

    private static String observation(int number) {
        Result result = RESULTS.get(number % RESULTS.size());
        String effective = NEWEST.minusDays(number / RESULTS.size()) + "T08:30:00Z";
        return """
                {"resourceType":"Observation","id":"o%d","meta":{"versionId":"1","lastUpdated":"%s"},"status":"final",\
                "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],\
                "code":{"coding":[{"system":"http://loinc.org","code":"%s","display":"%s"}]},\
                "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%s","issued":"%s",\
                "valueQuantity":{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}}""".formatted(
                        number,
                        effective,
                        result.code(),
                        result.display(),
                        PATIENT_ID,
                        effective,
                        effective,
                        result.value(),
                        result.unit(),
                        result.unit());
    }
}
