package org.calcinosiscds.cql;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the first line of a card asks for, an order of the answer proposes: no test is asked for that is done or on order.
 *
 * <p>Source: clinical/cards#done-or-ordered.
 */
@Tag("once")
class FirstLineTests {
    private static final Pattern FIRST = Pattern.compile("(?m)^- \\*\\*(.*)\\*\\*$");

    /** A sentence that asks for tests. */
    private static final Pattern ASKS = Pattern.compile(
            "^(Order|Measure|Repeat|Draw|Check|Same-day)\\b|\\b(order|measure|repeat|check) |with a repeat of|within a week|ECG now");

    /** A sentence about what is there. */
    private static final Pattern TELLS =
            Pattern.compile("^(Judge|Call|Ask)|on order|what is outstanding|are due|dose on the label");

    private static final Map<Pattern, String> TESTS = Map.ofEntries(
            entry(Pattern.compile("(?i)(?<!ionized )\\bcalcium\\b"), "O-CA"),
            entry(Pattern.compile("(?i)ionized calcium"), "O-ICA"),
            entry(Pattern.compile("(?i)\\bphosphate\\b"), "O-PHOS"),
            entry(Pattern.compile("(?i)\\balbumin\\b"), "O-ALB"),
            entry(Pattern.compile("(?i)\\bpotassium\\b"), "O-K"),
            entry(Pattern.compile("(?i)\\bcreatinine\\b"), "O-CREAT"),
            entry(Pattern.compile("\\bPTH\\b"), "O-PTH"),
            entry(Pattern.compile("(?i)alkaline phosphatase"), "O-ALP"),
            entry(Pattern.compile("25-OH vitamin D|25-OH-D"), "O-25D"),
            entry(Pattern.compile("1,25-\\(OH\\)2"), "O-125D"),
            entry(Pattern.compile("\\bECG\\b"), "O-ECG"),
            entry(Pattern.compile("basic metabolic panel"), "O-BMP"));

    /** A sentence from which a list has fallen out. */
    private static final Pattern BROKEN =
            Pattern.compile("  | [.,;:]|\\b(?:Order|Repeat|Measure|measure|Draw) (?:on|then|before|this|again)\\b");

    private static final List<String> ORDERED = List.of(
            "17861-6", "2777-1", "1751-7", "45066-8", "2731-8", "1995-0", "6768-6", "1989-3", "62290-2", "2823-3",
            "51990-0", "24336-0");

    /** Results of these tests, as text: done, and no value that a rule could read. */
    private static final List<String> DONE = List.of("1995-0", "2160-0", "6768-6", "1989-3", "62290-2", "2823-3");

    @Test
    void firstLineAsksOnlyForWhatIsProposed() {
        SoftAssertions softly = new SoftAssertions();
        long count = PatientCase.all().stream()
                .mapToLong(each -> check(each, CaseAssessments.full(each), softly))
                .sum();
        softly.assertAll();
        assertThat(count).isGreaterThan(300);
    }

    @Test
    void firstLineAsksOnlyForWhatIsProposedWhereOtherTestsAreDone() {
        SoftAssertions softly = new SoftAssertions();
        long count = PatientCase.all().stream()
                .mapToLong(each -> check(each, CaseAnswers.assessment(each, withTestsDone(each)), softly))
                .sum();
        softly.assertAll();
        assertThat(count).isGreaterThan(300);
    }

    /** A card whose tests are all on order still says what is to be done, in a whole sentence. */
    @Test
    void firstLineIsWholeWhereAllTestsAreOnOrder() {
        SoftAssertions softly = new SoftAssertions();
        for (PatientCase patient : PatientCase.all()) {
            Assessment answer = CaseAnswers.assessment(patient, withTestsOrdered(patient));
            check(patient, answer, softly);
            for (Recommendation card : answer.recommendations()) {
                softly.assertThat(FIRST.matcher(card.detail()).results().map(found -> found.group(1)))
                        .as("%s: %s", patient, card)
                        .isNotEmpty()
                        .noneMatch(line -> BROKEN.matcher(line).find());
            }
        }
        softly.assertAll();
    }

    /** @return how many tests are asked for */
    private static long check(PatientCase patient, Assessment answer, SoftAssertions softly) {
        List<String> proposed = answer.recommendations().stream()
                .flatMap(card -> CaseAnswers.proposed(card).stream())
                .toList();
        List<String> asked =
                answer.recommendations().stream().flatMap(FirstLineTests::asked).toList();
        softly.assertThat(proposed)
                .as("%s: %s", patient, answer.recommendations())
                .containsAll(asked);
        return asked.size();
    }

    private static Stream<String> asked(Recommendation card) {
        return FIRST.matcher(card.detail())
                .results()
                .map(found -> found.group(1))
                .filter(line ->
                        ASKS.matcher(line).find() && !TELLS.matcher(line).find())
                .flatMap(line -> TESTS.entrySet().stream()
                        .filter(test -> test.getKey().matcher(line).find())
                        .map(Map.Entry::getValue));
    }

    private static PatientBundle withTestsOrdered(PatientCase patient) {
        List<Resource> added = ORDERED.stream()
                .map(code -> {
                    ServiceRequest order = new ServiceRequest()
                            .setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE)
                            .setIntent(ServiceRequest.ServiceRequestIntent.ORDER)
                            .setCode(new CodeableConcept(new Coding("http://loinc.org", code, null)))
                            .setSubject(new Reference("Patient/" + patient.patientId()))
                            .setAuthoredOnElement(new DateTimeType(
                                    patient.asOf().minusHours(2).toInstant().toString()));
                    order.setId("ordered-" + code);
                    return (Resource) order;
                })
                .toList();
        return patient.record().with(added, 0);
    }

    private static PatientBundle withTestsDone(PatientCase patient) {
        List<Resource> added = DONE.stream()
                .map(code -> {
                    Observation result = new Observation()
                            .setStatus(Observation.ObservationStatus.FINAL)
                            .setCode(new CodeableConcept(new Coding("http://loinc.org", code, null)))
                            .setSubject(new Reference("Patient/" + patient.patientId()))
                            .setEffective(new DateTimeType(
                                    patient.asOf().minusHours(2).toInstant().toString()))
                            .setValue(new StringType("see report"));
                    result.setId("done-" + code);
                    return (Resource) result;
                })
                .toList();
        return patient.record().with(added, 0);
    }
}
