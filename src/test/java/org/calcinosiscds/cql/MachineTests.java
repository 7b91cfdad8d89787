package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Path DIALYSIS = CaseFolder.bundle("dialysis-product-71-40");

    private final TimeZone zone = TimeZone.getDefault();
    private final Locale language = Locale.getDefault();

    @AfterEach
    void restore() {
        TimeZone.setDefault(zone);
        Locale.setDefault(language);
    }

    @ParameterizedTest
    @CsvSource({"Pacific/Kiritimati, ar-EG-u-nu-arab", "Pacific/Pago_Pago, tr"})
    void answerDoesNotDependOnZoneAndLanguageOfTheMachine(String zone, String language) throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Locale.setDefault(Locale.forLanguageTag(language));
        EvaluationSettings settings = new EvaluationSettings(
                1, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(60));

        try (CqlKnowledge cql = CqlKnowledge.compile(new KnowledgeLoader(FHIR).load(), FHIR, settings)) {
            DecisionSupport support = cql.decisionSupport(PatientRecords.guard(), PatientRecords.bundles());
            List<Recommendation> recommendations = support.assess(new AssessmentRequest(
                            "calcinosis-patient-view",
                            patient(),
                            ZonedDateTime.parse("2026-11-21T09:00:00Z"),
                            "Practitioner",
                            null))
                    .recommendations();

            assertThat(recommendations).extracting(Recommendation::problem).containsExactly("MINERAL", "CKD-MBD");
            assertThat(recommendations).allSatisfy(recommendation -> {
                assertThat(recommendation.detail()).contains("Phosphate 7.0 mg/dL (2026-11-11)");
                assertThat(recommendation.evidence().product().pairAgeDays()).isEqualTo(10);
            });
        }
    }

    /** As when other work in the JVM sets them; the small letter of I is another one in Turkish. */
    @ParameterizedTest
    @ValueSource(strings = {"aluminium-or-magnesium-adjuvant", "systemic-sclerosis", "administration-completed"})
    void answerDoesNotDependOnZoneAndLanguageThatAreSetAfterwards(String name) {
        PatientCase patient = PatientCase.named(name).orElseThrow();
        PatientBundle record = patient.record();
        Answer answer = CaseAnswers.answer(patient, record);
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));

        assertThat(CaseAnswers.answer(patient, record)).isEqualTo(answer);
        assertThat(answer).isEqualTo(patient.answer());
    }

    /** The patient of the case, whose results have a time of day without a zone. */
    private static PatientBundle patient() throws IOException {
        Bundle bundle = FHIR.newJsonParser().parseResource(Bundle.class, Files.readString(DIALYSIS));
        List<Resource> resources = bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
        for (Resource resource : resources) {
            if (resource instanceof Observation observation) {
                observation.setEffective(new DateTimeType("2026-11-11T08:30:00"));
            }
        }
        Map<String, List<Resource>> byType = resources.stream().collect(Collectors.groupingBy(Resource::fhirType));
        return new PatientBundle((Patient) byType.get("Patient").get(0), byType, 0);
    }
}
