package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Code;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.record.PatientRecords;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Plans that have none of our extensions, in the shapes that other guidelines have. */
class PlainPlanTests {
    private static final Path SHAPES = Path.of("src/test/resources/plain-plans");

    private static final String PATIENT = """
            {"resource":{"resourceType":"Patient","id":"p1","active":%s}}""";

    private static final String PRESCRIPTION = """
            {"resource":{"resourceType":"MedicationRequest","id":"m1","status":"draft","intent":"order",
             "subject":{"reference":"Patient/p1"},"medicationCodeableConcept":{"text":"Sunscreen"}}}""";

    private static final String OBSERVATION = """
            {"resource":{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"Sky"},
             "subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"}}}""";

    @Test
    void actionIsACardWithTheOrderOfItsDefinition() {
        CompiledKnowledge knowledge = compile("order");

        assertThat(ServiceDescription.of(knowledge.knowledge().plans().get("sun-hat"), knowledge))
                .satisfies(service -> {
                    assertThat(service.hook()).isEqualTo("patient-view");
                    assertThat(service.title()).isEqualTo("Sun protection");
                });
        assertThat(assess(knowledge, "sun-hat", UnsavedChanges.NONE, null, PATIENT.formatted(true))
                        .recommendations())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.summary()).isEqualTo("A hat keeps the sun away");
                    assertThat(card.detail()).isEmpty();
                    assertThat(card.urgency()).isEqualTo(Urgency.INFO);
                    assertThat(card.source()).isEqualTo(new Source("Sun protection", null));
                    assertThat(card.rules()).containsExactly("sun-hat-1");
                    assertThat(card.tier()).isEmpty();
                    assertThat(card.proposals()).singleElement().satisfies(suggestion -> {
                        assertThat(suggestion.label()).isEqualTo("A hat keeps the sun away");
                        assertThat(suggestion.orders())
                                .singleElement()
                                .extracting(DraftOrder::title, DraftOrder::kind, DraftOrder::definition)
                                .containsExactly(
                                        "Sun hat",
                                        DraftOrder.Kind.SERVICE_REQUEST,
                                        "https://example.org/fhir/ActivityDefinition/sun-hat");
                    });
                });
    }

    @Test
    void conditionThatIsFalseOrNullShowsNoCard() {
        CompiledKnowledge knowledge = compile("order");

        for (String active : List.of("false", "null")) {
            Assessment assessment = assess(knowledge, "sun-hat", UnsavedChanges.NONE, null, PATIENT.formatted(active));

            assertThat(assessment.recommendations()).isEmpty();
            assertThat(assessment.rules()).isEmpty();
        }
    }

    @Test
    void textsPriorityAndReasonsAreThoseOfThePlan() {
        UnsavedChanges session = new UnsavedChanges(List.of("MedicationRequest/m1"), null, List.of(), Set.of());
        Assessment assessment =
                assess(compile("guideline"), "sunscreen", session, null, PATIENT.formatted(true), PRESCRIPTION);

        assertThat(assessment.rules()).containsExactly("sunscreen-choose", "sunscreen-2");
        assertThat(assessment.recommendations())
                .extracting(
                        Recommendation::summary,
                        Recommendation::detail,
                        Recommendation::urgency,
                        Recommendation::source,
                        Recommendation::overrideReasons)
                .containsExactly(
                        tuple(
                                "Choose the factor",
                                "See **the book**.",
                                Urgency.WARNING,
                                new Source("A book on sunscreen", "https://example.org/book"),
                                List.of(reason("done", "Done"), reason("later", "Later"))),
                        tuple(
                                "Active and prescribed",
                                "Prescriptions: 1",
                                Urgency.INFO,
                                new Source("A leaflet", null),
                                List.of()));
    }

    @Test
    void dynamicTitleThatIsNullGivesWayToTheTitle() {
        assertThat(assess(compile("guideline"), "sunscreen", UnsavedChanges.NONE, null, PATIENT.formatted(false))
                        .recommendations())
                .extracting(Recommendation::summary)
                .containsExactly("Read the label", "Of the record");
    }

    @Test
    void conditionsOfThePlanAreExplained() {
        assertThat(explain("order", "sun-hat", PATIENT.formatted(false))).containsExactly("sun-hat-1 false");
        assertThat(explain("table", "weather", PATIENT.formatted(true), OBSERVATION))
                .containsExactly("weather-1 false", "weather-2 true");
        assertThat(explain("guideline", "sunscreen", PATIENT.formatted(true)))
                .containsExactly("sunscreen-choose false", "sunscreen-2 true", "sunscreen-3 true");
    }

    private static List<String> explain(String shape, String plan, String... entries) {
        return new CqlDecisionSupport(compile(shape), List.of(), PatientLimiter.LIMITER)
                .explain(request(plan, UnsavedChanges.NONE, null, entries), Deadline.NONE).stream()
                        .map(each -> each.rule() + " " + each.explanation().value())
                        .toList();
    }

    /** CDS Hooks allows fewer than 140 characters. */
    @Test
    void titleThatIsTooLongIsCutAndStandsWholeInTheDetail(@TempDir Path folder) throws IOException {
        String title = "Sun protection is needed. ".repeat(6).strip();
        Path plan = Path.of("fhir-resources/plan-definition/PlanDefinition-sun-hat.json");
        FileSystemUtils.copyRecursively(SHAPES.resolve("order"), folder);
        String text = Files.readString(folder.resolve(plan));
        Files.writeString(folder.resolve(plan), text.replace("A hat keeps the sun away", title));

        assertThat(assess(compile(folder), "sun-hat", UnsavedChanges.NONE, null, PATIENT.formatted(true))
                        .recommendations())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.summary()).hasSize(139).endsWith("…");
                    assertThat(card.detail()).isEqualTo(title);
                });
    }

    @Test
    void groupOfCardsIsNoCard() {
        CompiledKnowledge knowledge = compile("table");

        assertThat(ServiceDescription.of(knowledge.knowledge().plans().get("weather"), knowledge)
                        .hook())
                .isEqualTo("WE.1 Look outside");
        assertThat(assess(knowledge, "weather", UnsavedChanges.NONE, "e1", PATIENT.formatted(true), OBSERVATION)
                        .recommendations())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.summary()).isEqualTo("Stay inside");
                    assertThat(card.detail()).isEqualTo("Stay inside, says the table.");
                    assertThat(card.source()).isEqualTo(new Source("Table of the weather", null));
                    assertThat(card.rules()).containsExactly("weather-1");
                    assertThat(card.proposals())
                            .singleElement()
                            .extracting(Suggestion::label)
                            .isEqualTo("Make it comfortable");
                    assertThat(card.proposals().get(0).orders())
                            .extracting(DraftOrder::title, DraftOrder::definition)
                            .containsExactly(tuple("Tea", "https://example.org/fhir/ActivityDefinition/tea|1.0.0"));
                });
        assertThat(assess(knowledge, "weather", UnsavedChanges.NONE, "e2", PATIENT.formatted(true), OBSERVATION)
                        .rules())
                .containsExactly("weather-2");
    }

    private static Code reason(String code, String display) {
        return new Code("https://example.org/fhir/CodeSystem/reasons", code, display);
    }

    private static CompiledKnowledge compile(String shape) {
        return compile(SHAPES.resolve(shape));
    }

    private static CompiledKnowledge compile(Path folder) {
        return KnowledgeCompiler.compile(
                new KnowledgeLoader(CaseAnswers.FHIR, new Content.Folder(folder), null).load(), CaseAnswers.FHIR);
    }

    private static Assessment assess(
            CompiledKnowledge knowledge,
            String plan,
            UnsavedChanges session,
            @Nullable String encounter,
            String... entries) {
        return new CqlDecisionSupport(knowledge, List.of(), PatientLimiter.LIMITER)
                .assess(request(plan, session, encounter, entries));
    }

    private static AssessmentRequest request(
            String plan, UnsavedChanges session, @Nullable String encounter, String... entries) {
        String record = "{\"resourceType\":\"Bundle\",\"entry\":[" + String.join(",", entries) + "]}";
        return new AssessmentRequest(
                plan,
                PatientRecords.of(record.replace(",\"active\":null", ""), "p1"),
                ZonedDateTime.parse("2026-11-21T09:00:00Z"),
                "Practitioner",
                encounter,
                session);
    }
}
