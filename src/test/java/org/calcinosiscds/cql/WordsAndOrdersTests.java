package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
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
 * The words of a card and its orders do not contradict each other: what a sentence asks for is proposed, and what is said to
 * be done or on order is not. Over all cases, and over random changes of them.
 *
 * <p>Source: clinical/cards#done-or-ordered.
 */
@Tag("once")
class WordsAndOrdersTests {
    private static final int VARIATIONS = 320;
    private static final long SEED = 20261201;

    /** The name of each test on a card, longest first where one holds another. */
    private static final Map<String, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry("ionized calcium", "O-ICA"),
            Map.entry("24-h urine calcium", "O-U24CA"),
            Map.entry("24-h urine phosphate", "O-U24P"),
            Map.entry("calcium", "O-CA"),
            Map.entry("alkaline phosphatase", "O-ALP"),
            Map.entry("phosphate", "O-PHOS"),
            Map.entry("albumin", "O-ALB"),
            Map.entry("potassium", "O-K"),
            Map.entry("urate", "O-URATE"),
            Map.entry("creatinine", "O-CREAT"),
            Map.entry("basic metabolic panel", "O-BMP"),
            Map.entry("blood gas", "O-ABG"),
            Map.entry("PTHrP", "O-PTHRP"),
            Map.entry("PTH", "O-PTH"),
            Map.entry("1,25-(OH)2 vitamin D", "O-125D"),
            Map.entry("25-OH vitamin D", "O-25D"),
            Map.entry("blood count", "O-CBC"),
            Map.entry("ANA", "O-ANA"),
            Map.entry("CK", "O-CK"),
            Map.entry("ECG", "O-ECG"),
            Map.entry("skin and hand exam", "O-SKIN"),
            Map.entry("FGF23", "O-FGF23")));

    private static final Pattern NAME = Pattern.compile("(?i)(?<![\\p{L}0-9-])(?:"
            + String.join(
                    "|",
                    NAMES.keySet().stream()
                            .sorted((one, other) -> other.length() - one.length())
                            .map(Pattern::quote)
                            .toList())
            + ")(?![\\p{L}0-9-])");

    /** An imperative and its objects, to the end of the clause. */
    private static final Pattern ASKS = Pattern.compile(
            "(?:^|[.;:,] |and |then |- )(?:[Cc]heck|[Mm]easure|[Rr]epeat|[Dd]raw|[Oo]rder|[Ss]ame-day)(?: of)? ([^.;:]+)");

    /** Objects that are on order, or of which something else is asked. */
    private static final Pattern NOT_ASKED = Pattern.compile(
            "(?: with| beside| as) (?:the )?[^,;]*on order| before | for | if | until |, then ask|newer result|nothing");

    private static final Pattern FIRST = Pattern.compile("(?m)^- \\*\\*(.*)\\*\\*$");
    private static final Pattern STANDING = Pattern.compile("Done or on order: (.*)\\.");
    private static final Pattern ON_ORDER = Pattern.compile("(?:^|[.;:] |the )([^.;:]+?)(?: (?:is|are))? on order");

    /** Tests of the laboratory that a change of a record adds, by LOINC code. */
    private static final List<String> CODES = List.of(
            "17861-6", "1994-3", "2777-1", "1751-7", "2160-0", "2731-8", "1989-3", "62290-2", "6768-6", "2823-3",
            "3084-1", "1963-8", "24321-2", "58410-2", "15087-0", "24336-0");

    @Test
    void wordsAndOrdersOfEachCaseAgree() {
        SoftAssertions softly = new SoftAssertions();
        int count = 0;
        for (PatientCase patient : PatientCase.all()) {
            count += check(patient.toString(), CaseAssessments.full(patient), softly);
        }
        softly.assertAll();
        assertThat(count).isGreaterThan(500);
    }

    @Test
    void wordsAndOrdersAgreeAfterRandomChanges() {
        SoftAssertions softly = new SoftAssertions();
        Random random = new Random(SEED);
        List<PatientCase> cases = PatientCase.all();
        for (int number = 0; number < VARIATIONS; number++) {
            PatientCase patient = cases.get(random.nextInt(cases.size()));
            List<String> done = some(random);
            List<String> ordered = some(random);
            boolean withoutResults = random.nextInt(4) == 0;
            PatientBundle record = changed(patient, random, done, ordered, withoutResults);
            check(
                    "%s, done %s, ordered %s, some removed %s".formatted(patient, done, ordered, withoutResults),
                    CaseAnswers.assessment(patient, record),
                    softly);
        }
        softly.assertAll();
    }

    /** @return how many tests are asked for */
    private static int check(String name, Assessment answer, SoftAssertions softly) {
        Set<String> proposed = new TreeSet<>();
        answer.recommendations().forEach(card -> proposed.addAll(CaseAnswers.proposed(card)));
        Set<String> covered = new TreeSet<>(proposed);
        if (proposed.contains("O-BMP")) {
            covered.addAll(List.of("O-CA", "O-CREAT"));
        }
        int count = 0;
        for (Recommendation card : answer.recommendations()) {
            List<String> lines = Stream.concat(
                            Stream.of(card.summary()),
                            FIRST.matcher(card.detail()).results().map(line -> line.group(1)))
                    .toList();
            for (String line : lines) {
                Set<String> asked = asked(line);
                count += asked.size();
                softly.assertThat(covered).as("%s asks: %s", name, line).containsAll(asked);
                softly.assertThat(standing(line))
                        .as("%s says on order: %s", name, line)
                        .noneMatch(CaseAnswers.proposed(card)::contains);
            }
            STANDING.matcher(card.detail()).results().forEach(match -> {
                Set<String> standing = ids(match.group(1));
                softly.assertThat(standing)
                        .as("%s has done: %s, and proposes %s", name, match.group(), proposed)
                        .noneMatch(CaseAnswers.proposed(card)::contains);
            });
        }
        return count;
    }

    private static Set<String> asked(String line) {
        Set<String> asked = new HashSet<>();
        ASKS.matcher(line)
                .results()
                .map(match -> NOT_ASKED.split(match.group(1))[0])
                .forEach(words -> asked.addAll(ids(words)));
        return asked;
    }

    private static List<String> standing(String line) {
        return ON_ORDER.matcher(line)
                .results()
                .filter(match -> !match.group(1).contains("with the tests")
                        && !match.group(1).contains("beside what"))
                .flatMap(match -> ids(match.group(1).replaceFirst("^.* (?:the|with) ", "")).stream())
                .toList();
    }

    private static Set<String> ids(String words) {
        Set<String> found = new HashSet<>();
        NAME.matcher(words)
                .results()
                .map(MatchResult::group)
                .forEach(word -> NAMES.forEach((name, id) -> {
                    if (name.equalsIgnoreCase(word)) {
                        found.add(id);
                    }
                }));
        return found;
    }

    private static List<String> some(Random random) {
        int part = random.nextInt(4);
        return CODES.stream().filter(code -> random.nextInt(4) < part).toList();
    }

    private static PatientBundle changed(
            PatientCase patient, Random random, List<String> done, List<String> ordered, boolean withoutResults) {
        Map<String, List<Resource>> rest = new TreeMap<>(patient.record().byType());
        if (withoutResults) {
            rest.computeIfPresent(
                    "Observation",
                    (type, all) ->
                            all.stream().filter(result -> random.nextBoolean()).toList());
        }
        List<Resource> resources = new ArrayList<>();
        String time = patient.asOf().minusHours(2).toInstant().toString();
        Reference subject = new Reference("Patient/" + patient.patientId());
        for (String code : done) {
            Observation result = new Observation()
                    .setStatus(Observation.ObservationStatus.FINAL)
                    .setCode(loinc(code))
                    .setSubject(subject)
                    .setEffective(new DateTimeType(time))
                    .setValue(new StringType("see report"));
            result.setId("done-" + code);
            resources.add(result);
        }
        for (String code : ordered) {
            ServiceRequest order = new ServiceRequest()
                    .setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE)
                    .setIntent(ServiceRequest.ServiceRequestIntent.ORDER)
                    .setCode(loinc(code))
                    .setSubject(subject)
                    .setAuthoredOnElement(new DateTimeType(time));
            order.setId("ordered-" + code);
            resources.add(order);
        }
        return new PatientBundle(patient.record().patient(), rest, 0).with(resources, 0);
    }

    private static CodeableConcept loinc(String code) {
        return new CodeableConcept(new Coding("http://loinc.org", code, null));
    }
}
