package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.PrefetchQuery;
import org.hl7.fhir.r4.model.codesystems.ObservationCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates of discovery are such that an EHR can be configured with them and its FHIR server can answer them. */
class PrefetchTemplatesTests {
    private static final String PATIENT_VIEW = "calcinosis-patient-view";
    private static final String LONGEST_PATIENT_ID = "x".repeat(64);

    /** Those of discovery, and the searches in parts of the service itself. */
    static Stream<PrefetchQuery> templates() {
        return discovery()
                .flatMap(query -> Stream.concat(
                        Stream.of(query),
                        query.parts().stream().map(part -> new PrefetchQuery(part, query.resourceType()))));
    }

    static Stream<PrefetchQuery> discovery() {
        return CaseAnswers.services().stream().flatMap(service -> CaseAnswers.prefetch(service).values().stream());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void templateIsShorterThan2000Characters(PrefetchQuery query) {
        assertThat(query.template()).hasSizeLessThan(2000);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void templateIsAReadOrSearchThatR4Knows(PrefetchQuery query) {
        String url = query.template()
                .replace("{{context.patientId}}", LONGEST_PATIENT_ID)
                .replaceFirst("\\{\\{today\\(\\) - \\d+ days}}", "2026-01-01");
        assertThat(URI.create("https://ehr.example.org/fhir/" + url).getRawPath())
                .isEqualTo("/fhir/" + url.replaceFirst("\\?.*", ""));
        assertThat(url).doesNotContain("{", "}", " ", "|").startsWith(query.resourceType());
        for (String parameter : parameters(url)) {
            String name = parameter.replaceFirst("=.*", "");
            assertThat(parameter).matches("[a-z_-]+=[A-Za-z0-9.,:/%-]+");
            if (name.equals("_include")) {
                assertThat(knows(query.resourceType(), parameter.replace("_include=" + query.resourceType() + ":", "")))
                        .as(parameter)
                        .isTrue();
            } else {
                assertThat(name.equals("_count") || knows(query.resourceType(), name))
                        .as(parameter)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void templateAsksForOnePatientOnly(PrefetchQuery query) {
        assertThat(query.template()).containsOnlyOnce("{{context.patientId}}");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noCodeIsAskedForTwice(PrefetchQuery query) {
        assertThat(parameters(query.template()).stream()
                        .filter(parameter -> !parameter.startsWith("patient="))
                        .flatMap(parameter ->
                                Stream.of(parameter.replaceFirst("^.*=", "").split(","))))
                .doesNotHaveDuplicates();
    }

    @Test
    void clientsOfVersion3AreAskedForNothingThatIsTooOld() {
        PrefetchQuery query = CaseAnswers.prefetch(PATIENT_VIEW).get("medicationAdministrations");

        assertThat(query.template()).doesNotContain("today");
        assertThat(query.recent()).isEqualTo(query.template() + "&effective-time=ge{{today() - 92 days}}");
        assertThat(query.query("p1", LocalDate.parse("2026-11-21")))
                .isEqualTo(query.template().replace("{{context.patientId}}", "p1") + "&effective-time=ge2026-08-21");
    }

    @Test
    void twelveRequestsFillTheTemplatesOfAService() {
        assertThat(CaseAnswers.services())
                .isNotEmpty()
                .allSatisfy(service -> assertThat(CaseAnswers.prefetch(service)).hasSizeLessThanOrEqualTo(12));
    }

    @Test
    void keysAreWordsInReadingOrder() {
        assertThat(CaseAnswers.prefetch(PATIENT_VIEW).keySet())
                .containsExactly(
                        "patient",
                        "conditions",
                        "diagnosticReports",
                        "encounters",
                        "medicationAdministrations",
                        "medicationRequests",
                        "medicationStatements",
                        "allObservations",
                        "procedures",
                        "questionnaireResponses",
                        "serviceRequests",
                        "specimens");
    }

    @Test
    void orderOfNeedsDoesNotMatter() {
        PrefetchTemplates templates = new PrefetchTemplates(List.of());
        List<DataNeeds.Need> needs = new ArrayList<>(CaseAnswers.needs(PATIENT_VIEW));
        Map<String, PrefetchQuery> derived = templates.of(CaseAnswers.needs(PATIENT_VIEW));

        Collections.shuffle(needs, new Random(7));

        assertThat(new ArrayList<>(templates.of(new LinkedHashSet<>(needs)).entrySet()))
                .isEqualTo(new ArrayList<>(derived.entrySet()));
    }

    /** Source: FHIR R4, CodeSystem observation-category. */
    @Test
    void observationsOfEveryCategoryAreAskedFor() {
        Set<String> all = Stream.of(ObservationCategory.values())
                .filter(category -> category != ObservationCategory.NULL)
                .map(category -> category.getSystem() + "%7C" + category.toCode())
                .collect(Collectors.toSet());
        PrefetchQuery query = CaseAnswers.prefetch(PATIENT_VIEW).get("allObservations");

        assertThat(categories(query.template())).containsExactlyInAnyOrderElementsOf(all);
        assertThat(query.parts().stream().flatMap(part -> categories(part).stream()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void onlyVitalSignsAreAskedForByDate() {
        PrefetchQuery query = CaseAnswers.prefetch(PATIENT_VIEW).get("allObservations");

        assertThat(query.recent()).isEqualTo(query.template());
        assertThat(query.parts("p1", LocalDate.parse("2026-11-21")))
                .filteredOn(part -> part.contains("&date="))
                .singleElement()
                .satisfies(part -> assertThat(part)
                        .contains("%7Cvital-signs&")
                        .doesNotContain(",")
                        .endsWith("&date=ge2025-11-19"));
    }

    private static List<String> categories(String search) {
        return List.of(search.replaceFirst("^.*&category=", "")
                .replaceFirst("&.*$", "")
                .split(","));
    }

    /** Source: US Core 9.0.0, server CapabilityStatement; the other types are not of US Core and have the plainest search. */
    @ParameterizedTest
    @MethodSource("templates")
    void noMoreIsAskedThanUsCoreRequiresOfServers(PrefetchQuery query) {
        Set<String> names = parameters(query.template()).stream()
                .map(parameter -> parameter.replaceFirst("=.*", ""))
                .filter(name -> !name.startsWith("_"))
                .collect(Collectors.toSet());
        List<Set<String>> required = switch (query.resourceType()) {
            case "Patient" -> List.of(Set.of());
            case "Observation" -> List.of(Set.of("patient", "category"), Set.of("patient", "category", "date"));
            case "DiagnosticReport" -> List.of(Set.of("patient", "category"));
            case "MedicationRequest" -> List.of(Set.of("patient", "intent"));
            default -> List.of(Set.of("patient"));
        };

        assertThat(required).contains(names);
        assertThat(query.template().contains("?")).isEqualTo(query.template().contains("&_count="));
    }

    private static List<String> parameters(String url) {
        int mark = url.indexOf('?');
        return mark < 0 ? List.of() : List.of(url.substring(mark + 1).split("&"));
    }

    private static boolean knows(String type, String parameter) {
        return CaseAnswers.FHIR.getResourceDefinition(type).getSearchParam(parameter) != null;
    }
}
