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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.DataNeeds;
import org.calcinosiscds.decision.PrefetchQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates of discovery are such that an EHR can be configured with them and its FHIR server can answer them. */
class PrefetchTemplatesTests {
    private static final String PATIENT_VIEW = "calcinosis-patient-view";
    private static final String LONGEST_PATIENT_ID = "x".repeat(64);

    static Stream<PrefetchQuery> templates() {
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
        String url = query.template().replace("{{context.patientId}}", LONGEST_PATIENT_ID);
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
    void keysAreWordsInReadingOrder() {
        assertThat(CaseAnswers.prefetch(PATIENT_VIEW).keySet().stream()
                        .filter(key -> !key.matches("observations[3-9]")))
                .containsExactly(
                        "patient",
                        "conditions",
                        "diagnosticReports",
                        "encounters",
                        "medicationAdministrations",
                        "medicationRequests",
                        "medicationStatements",
                        "observations",
                        "observations2",
                        "findings",
                        "procedures",
                        "questionnaireResponses",
                        "serviceRequests",
                        "specimens");
    }

    @Test
    void orderOfNeedsDoesNotMatter() {
        PrefetchTemplates templates =
                new PrefetchTemplates(CaseAnswers.COMPILED.knowledge().valueSets(), Map.of());
        List<DataNeeds.Need> needs = new ArrayList<>(CaseAnswers.needs(PATIENT_VIEW));
        Map<String, PrefetchQuery> derived = templates.of(CaseAnswers.needs(PATIENT_VIEW));

        Collections.shuffle(needs, new Random(7));

        assertThat(new ArrayList<>(templates.of(new LinkedHashSet<>(needs)).entrySet()))
                .isEqualTo(new ArrayList<>(derived.entrySet()));
    }

    @Test
    void everyCodeThatObservationsAreRetrievedByIsAskedForWithItsSystem() {
        Set<String> asked = templates()
                .filter(query -> query.template().contains("&code="))
                .flatMap(query -> Stream.of(query.template()
                        .replaceFirst("^.*&code=", "")
                        .replaceFirst("&.*$", "")
                        .split(",")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).allMatch(code -> code.contains("%7C"));
        assertThat(CaseAnswers.needs(PATIENT_VIEW).stream()
                        .filter(need ->
                                need.type().equals("Observation") && need.path().equals("code"))
                        .flatMap(need ->
                                CaseAnswers.COMPILED
                                        .terminology()
                                        .codes(need.valueSet())
                                        .bySystem()
                                        .entrySet()
                                        .stream())
                        .filter(codes -> !codes.getKey().contains("icd-10"))
                        .flatMap(
                                codes -> codes.getValue().keySet().stream().map(code -> codes.getKey() + "%7C" + code)))
                .isNotEmpty()
                .allMatch(asked::contains);
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
            case "Observation" -> List.of(Set.of("patient", "code"), Set.of("patient", "category"));
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
