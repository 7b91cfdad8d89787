package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Times;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;
import org.hl7.elm.r1.VersionedIdentifier;
import org.junit.jupiter.api.Test;

/** A date in a record is a day where the patient is: what is true at one place of the earth is true at every other. */
class TimeZoneTests {
    /** Each whole hour there is: from 11 hours west to 14 hours east. */
    private static final List<ZoneOffset> OFFSETS =
            IntStream.rangeClosed(-11, 14).mapToObj(ZoneOffset::ofHours).toList();

    /**
     * Every case at one offset, each offset with some 55 cases, half of them in a record that writes UTC; with
     * {@code -Dcalcinosis.offsets=all} every case at all of them, which takes some minutes.
     */
    @Test
    void placeOnEarthChangesNoAnswer() {
        boolean isAll = "all".equals(System.getProperty("calcinosis.offsets"));
        List<PatientCase> cases = PatientCase.all();
        SoftAssertions answers = new SoftAssertions();
        for (int number = 0; number < cases.size(); number++) {
            for (int each = 0; each < (isAll ? OFFSETS.size() : 1); each++) {
                ZoneOffset location = OFFSETS.get((number + each) % OFFSETS.size());
                ZoneOffset written = number % 2 == 0 ? ZoneOffset.UTC : location;
                PatientCase moved = Times.at(cases.get(number), location, written);
                answers.assertThat(answer(moved))
                        .as("%s at %s, written at %s", moved, location, written)
                        .isEqualTo(moved.answer());
            }
        }
        answers.assertAll();
    }

    @Test
    void dateOfTodayCountsAtEveryHourOfTheLocalDay() {
        List<String> missed = new ArrayList<>();
        PatientBundle record = necrosis("2026-11-22");
        for (ZoneOffset location : OFFSETS) {
            for (int hour = 0; hour < 24; hour++) {
                ZonedDateTime now = ZonedDateTime.of(2026, 11, 22, hour, 1, 0, 0, location);
                if (!rules(record, now).contains("CC-020")) {
                    missed.add(now.toString());
                }
            }
        }

        assertThat(missed).isEmpty();
    }

    @Test
    void dateThatBeginsWithinADayIsNoFutureDate() {
        // 2026-11-21T20:00Z is the morning of the 22nd in Auckland, whose clients may have no time zone configured.
        ZonedDateTime now = ZonedDateTime.parse("2026-11-21T20:00:00Z");

        assertThat(rules(necrosis("2026-11-22"), now)).contains("CC-020");
        assertThat(rules(necrosis("2026-11-23"), now)).doesNotContain("CC-020");
        assertThat(rules(necrosis("2026-11"), now)).contains("CC-020");
        assertThat(rules(necrosis("2026-12"), now)).doesNotContain("CC-020");
    }

    @Test
    void daysOfAWindowAreThoseOfTheCalendarThere() {
        ZonedDateTime now = ZonedDateTime.parse("2026-11-22T08:00:00+11:00");
        ZonedDateTime firstMinute = now.minusDays(365).withHour(0).withMinute(0);

        assertThat(isReadable(firstMinute, now)).isTrue();
        assertThat(isReadable(firstMinute.minusMinutes(1), now)).isFalse();
    }

    @Test
    void oldTimesAreOnTheDaysThatTheClockShowedThen() {
        // 22:30 UTC is 23:30 in the winter of Berlin and would be the next day with the offset of its summer.
        ZonedDateTime summer = ZonedDateTime.of(2026, 7, 1, 9, 0, 0, 0, ZoneId.of("Europe/Berlin"));

        assertThat(day("2026-01-10T22:30:00Z", summer)).isEqualTo("2026-01-10");
        assertThat(day("2026-06-10T22:30:00Z", summer)).isEqualTo("2026-06-11");
        assertThat(day("2026-01-10T22:30:00Z", ZonedDateTime.parse("2026-07-01T09:00:00+02:00")))
                .isEqualTo("2026-01-11");
    }

    private static Answer answer(PatientCase patient) {
        return CaseAnswers.answer(patient, patient.record());
    }

    private static PatientBundle necrosis(String onset) {
        return PatientRecords.of("""
                {"resourceType":"Bundle","type":"collection","entry":[
                {"resource":{"resourceType":"Patient","id":"p"}},
                {"resource":{"resourceType":"Condition","id":"d","subject":{"reference":"Patient/p"},
                "code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"Z99.2"}]}}},
                {"resource":{"resourceType":"Condition","id":"n","subject":{"reference":"Patient/p"},
                "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical",
                "code":"active"}]},
                "code":{"coding":[{"system":"http://snomed.info/sct","code":"95347000"}]},"onsetDateTime":"%s"}}]}""".formatted(onset), "p");
    }

    private static List<String> rules(PatientBundle record, ZonedDateTime now) {
        VersionedIdentifier library = new VersionedIdentifier().withId("CalcinosisPatientView");
        return CqlValues.strings(
                evaluation(record, now).evaluate(library, List.of("Rules True")).get("Rules True"));
    }

    private static Evaluation evaluation(PatientBundle record, ZonedDateTime now) {
        return new Evaluation(CaseAnswers.COMPILED, record, now, Map.of());
    }

    /** The day on which the newest calcium was drawn. */
    private static String day(String effective, ZonedDateTime now) {
        Object moment = evaluation(calcium(effective), now)
                .evaluate(new VersionedIdentifier().withId("OrderTable"), List.of("O-CA Last Done"))
                .get("O-CA Last Done");
        return String.valueOf(moment).substring(0, 10);
    }

    /** Whether a calcium result is in the 365 days in which results count. */
    private static boolean isReadable(ZonedDateTime drawn, ZonedDateTime now) {
        Object readable = evaluation(calcium(drawn.toOffsetDateTime().toString()), now)
                .evaluate(new VersionedIdentifier().withId("LaboratoryResults"), List.of("Readable Calcium"))
                .get("Readable Calcium");
        return readable instanceof Iterable<?> results && results.iterator().hasNext();
    }

    private static PatientBundle calcium(String effective) {
        return PatientRecords.of("""
                {"resourceType":"Bundle","type":"collection","entry":[
                {"resource":{"resourceType":"Patient","id":"p"}},
                {"resource":{"resourceType":"Observation","id":"c","subject":{"reference":"Patient/p"},
                "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"17861-6"}]},
                "effectiveDateTime":"%s","valueQuantity":{"value":9.5,"unit":"mg/dL"}}}]}""".formatted(effective), "p");
    }
}
