package org.calcinosiscds.cql;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pieces of the content fit together, and none lies about unused. */
@Tag("once")
class ContentTests {
    private static final KnowledgeBase KNOWLEDGE = CaseAnswers.COMPILED.knowledge();
    private static final String FHIR_HELPERS = "FHIRHelpers";
    private static final String CANONICAL = "https://calcinosis-cds.org/fhir/";

    private static final Pattern INCLUDE =
            Pattern.compile("^include (\\S+) version '([^']+)' called (\\S+)$", Pattern.MULTILINE);
    private static final Pattern VALUE_SET = Pattern.compile("^valueset \"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern ORDERABLE = Pattern.compile("'([MOR]-[A-Z0-9]+)'");
    private static final Pattern SOURCE = Pattern.compile("'(SRC-[A-Z0-9-]+)'");
    private static final Pattern RULE = Pattern.compile("\\bid: '(CC-[0-9]{3})'");

    /** Value sets that no rule reads, and what they are for. One that a rule reads does not belong here. */
    private static final Map<String, String> NOT_READ = Map.of(
            "Observation Panel",
            "Tells those who search by code which panels hold results.",
            "Other Medicine",
            "Medicines with these codes are recognised as ones that no rule is about.",
            "Other Disorder Of Calcium Metabolism",
            "The codes are so wide that the words beside them decide.",
            "Resembles Calcinosis Cutis",
            "The differential is named in the text of cards.",
            "Heel Stick",
            "An exposure to ask about, in the text of a card.",
            "Test With Electrode Paste",
            "An exposure to ask about, in the text of a card.",
            "Calcium Citrate",
            "Counts with bicarbonate only, where any oral calcium counts, and that includes it.",
            "Order-M-SEVELAMER",
            "Sevelamer that a patient takes counts as a binder without calcium.",
            "Discharged To Another Hospital",
            "A patient moved to another hospital is still to be referred, as one who goes home.");

    /** Orderables that count as done or ordered, but that no card proposes. */
    private static final Set<String> NOT_PROPOSED = Set.of("O-BX");

    @Test
    void everyIncludeIsUsedAndIsADependencyOfTheLibraryResource() {
        libraries().forEach((name, cql) -> {
            List<MatchResult> includes = found(INCLUDE, cql).toList();
            assertThat(includes.stream().map(include -> include.group(3)))
                    .as(name)
                    .allMatch(alias -> alias.equals(FHIR_HELPERS) || cql.contains(alias + ".\""));
            assertThat(dependencies(KNOWLEDGE.libraries().get(name)))
                    .as(name)
                    .containsExactlyElementsOf(
                            includes.stream().map(ContentTests::canonical).toList());
        });
    }

    /** An engine that loads the files translates a library again for every include when its CQL is that of another one. */
    @Test
    void everyLibraryResourceNamesItsOwnCql() {
        libraries()
                .keySet()
                .forEach(name -> assertThat(KNOWLEDGE.libraries().get(name).getContent())
                        .as(name)
                        .singleElement()
                        .satisfies(content -> {
                            assertThat(content.getTitle()).isEqualTo("cql/" + name + ".cql");
                            assertThat(content.getUrl()).isEqualTo(CANONICAL + "Library/" + name + ".cql");
                        }));
    }

    @Test
    void everyLibraryIsReachedFromAPlan() {
        assertThat(CaseAnswers.COMPILED.libraries().getCompiledLibraries().keySet().stream()
                        .map(each -> each.getId()))
                .containsAll(libraries().keySet());
        assertThat(libraries().keySet())
                .allMatch(name -> libraries().values().stream().anyMatch(cql -> cql.contains("include " + name + " "))
                        || KNOWLEDGE.plans().values().stream()
                                .anyMatch(plan ->
                                        plan.getLibrary().get(0).getValue().contains("/" + name + "|")));
    }

    /** CQL cannot find libraries by itself: a service names each whose rules it judges. */
    @Test
    void everyLibraryOfRulesIsJudgedByAService() {
        Map<String, String> libraries = libraries();
        libraries.forEach((name, cql) -> {
            if (RULE.matcher(cql).find()) {
                assertThat(libraries.values())
                        .as(name)
                        .anyMatch(other -> found(INCLUDE, other)
                                .anyMatch(include -> include.group(1).equals(name)
                                        && Pattern.compile(include.group(3) + "\\.\"(Rules|CC-[0-9]{3} Rule)\"")
                                                .matcher(other)
                                                .find()));
            }
        });
    }

    @Test
    void everyValueSetIsRead() {
        String all = String.join("\n", libraries().values());

        assertThat(libraries().values().stream()
                        .flatMap(cql -> found(VALUE_SET, cql))
                        .map(valueSet -> valueSet.group(1))
                        .filter(name ->
                                !all.contains("ValueSets.\"" + name + "\"") && !all.contains("Codes.\"" + name + "\""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(NOT_READ.keySet());
    }

    @Test
    void everyOrderableOfTheRulesHasAnActivityDefinitionThatSomeCardProposes() {
        Set<String> named = libraries().values().stream()
                .flatMap(cql -> found(ORDERABLE, cql))
                .map(orderable -> orderable.group(1))
                .collect(sorted());
        Set<String> defined = KNOWLEDGE.activities().values().stream()
                .map(activity -> activity.getIdPart().toUpperCase(Locale.ROOT))
                .collect(sorted());
        Set<String> proposed = CaseAnswers.COMPILED.services().values().stream()
                .flatMap(service -> service.actions().stream())
                .flatMap(ContentTests::definitions)
                .map(CaseAnswers::orderable)
                .collect(sorted());

        assertThat(named).isEqualTo(defined);
        assertThat(defined.stream().filter(id -> !proposed.contains(id)))
                .containsExactlyInAnyOrderElementsOf(NOT_PROPOSED);
    }

    @Test
    void everySourceThatARuleNamesHasALabel() {
        String described = libraries().get("CardSources");

        assertThat(libraries().entrySet().stream()
                        .filter(library -> !library.getKey().equals("CardSources"))
                        .flatMap(library -> found(SOURCE, library.getValue()))
                        .map(source -> source.group(1))
                        .distinct())
                .isNotEmpty()
                .allMatch(source -> described.contains("key: '" + source + "'"));
    }

    @Test
    void everyOrderSaysWhatItIs() {
        assertThat(KNOWLEDGE.activities().values()).allSatisfy(activity -> {
            boolean isMedication = activity.getIdPart().startsWith("m-");
            CodeableConcept code = isMedication ? activity.getProductCodeableConcept() : activity.getCode();
            assertThat(code.getText()).isNotBlank();
            assertThat(code.getCoding()).allMatch(Coding::hasDisplay);
            assertThat(activity.getDosage()).allMatch(dosage -> !dosage.hasDoseAndRate());
            assertThat(activity.getKind())
                    .isEqualTo(
                            isMedication
                                    ? ActivityDefinitionKind.MEDICATIONREQUEST
                                    : ActivityDefinitionKind.SERVICEREQUEST);
        });
    }

    @Test
    void whatIsAnsweredIsInOurCodeSystems() {
        List<PatientCase> cases = PatientCase.all();

        assertThat(codes("rule"))
                .containsAll(libraries().values().stream()
                        .flatMap(cql -> found(RULE, cql))
                        .map(rule -> rule.group(1))
                        .toList());
        assertThat(answered(cases, each -> each.answer().rules().stream()))
                .isNotEmpty()
                .isSubsetOf(codes("rule"));
        assertThat(answered(
                        cases, each -> Stream.ofNullable(each.answer().product().reason())))
                .isNotEmpty()
                .isSubsetOf(codes("rejection-reason"));
        assertThat(answered(cases, each -> each.answer().cards().stream().map(card -> card.replaceFirst(" .*", ""))))
                .isNotEmpty()
                .isSubsetOf(codes("problem"));
        assertThat(answered(cases, each -> each.answer().types().stream()))
                .isNotEmpty()
                .isSubsetOf(displays());
    }

    private static <T> Collector<T, ?, Set<T>> sorted() {
        return toCollection(TreeSet::new);
    }

    private static Map<String, String> libraries() {
        Map<String, String> libraries = new TreeMap<>(KNOWLEDGE.cql());
        libraries.remove(FHIR_HELPERS);
        return libraries;
    }

    private static Stream<MatchResult> found(Pattern pattern, String cql) {
        return pattern.matcher(cql).results();
    }

    private static String canonical(MatchResult include) {
        String base = include.group(1).equals(FHIR_HELPERS) ? "http://hl7.org/fhir/" : CANONICAL;
        return base + "Library/" + include.group(1) + "|" + include.group(2);
    }

    private static List<String> dependencies(Library library) {
        return library.getRelatedArtifact().stream()
                .filter(artifact -> artifact.getType() == RelatedArtifactType.DEPENDSON)
                .map(RelatedArtifact::getResource)
                .toList();
    }

    private static Stream<String> definitions(PlanAction action) {
        return Stream.concat(
                action.definition().stream(), action.children().stream().flatMap(ContentTests::definitions));
    }

    private static Set<String> codes(String codeSystem) {
        return KNOWLEDGE.codeSystems().get(CANONICAL + "CodeSystem/" + codeSystem).getConcept().stream()
                .map(CodeSystem.ConceptDefinitionComponent::getCode)
                .collect(sorted());
    }

    private static Set<String> displays() {
        return KNOWLEDGE.codeSystems().get(CANONICAL + "CodeSystem/calcinosis-type").getConcept().stream()
                .map(CodeSystem.ConceptDefinitionComponent::getDisplay)
                .collect(sorted());
    }

    private static Set<String> answered(List<PatientCase> cases, Function<PatientCase, Stream<String>> part) {
        return cases.stream().flatMap(part).collect(sorted());
    }
}
