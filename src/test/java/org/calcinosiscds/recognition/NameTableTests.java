package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionDesignationComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name of the packaged tables, as a text of a record. */
@Tag("once")
class NameTableTests {
    private static final KnowledgeBase KNOWLEDGE = new KnowledgeLoader(FhirContext.forR4Cached()).load();
    private static final Recognition RECOGNITION = new Recognition(KNOWLEDGE);

    private record Name(String text, String ingredient, String language) {}

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s 5 mg tablet", "%S 10MG", "%s (oral)"})
    void nameIsTakenForItsIngredient(String text) {
        assertThat(names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(codes(text.formatted(name.text())))
                        .as(name.text())
                        .contains(name.ingredient(), "by-name")
                        .doesNotContain("unrecognised"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop %s",
                "no %s",
                "%s allergy",
                "aspirin instead of %s",
                "%s?",
                "avoid %s",
                "never %s",
                "%s discontinued",
                "allergic to %s"
            })
    void nameBesideAnotherWordIsNotRecognised(String text) {
        assertThat(names())
                .allSatisfy(name -> assertThat(codes(text.formatted(name.text())))
                        .as(name.text())
                        .containsExactly("unrecognised"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s 5 MG Oral Tablet", "%s oral solution", "%s 1 mg/mL Oral Suspension", "%s per os, oral use"})
    void oralFormIsNoOtherRoute(String text) {
        MedicineNames medicines = new MedicineNames(KNOWLEDGE);

        assertThat(names())
                .allSatisfy(name -> assertThat(
                                medicines.read(text.formatted(name.text())).routes())
                        .as(name.text())
                        .isSubsetOf("route-oral"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"solution", "Lösung", "solución", "soluzione", "solução", "powder", "powder for solution"})
    void formSaysNoRoute(String form) {
        assertThat(new MedicineNames(KNOWLEDGE).read("calcitriol " + form).routes())
                .isEmpty();
    }

    /** "Oral/rectal solution" is both; its halves are one each. */
    @Test
    void phraseIsOfOneRoute() {
        Map<List<String>, Set<String>> routes = new HashMap<>();
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(KNOWLEDGE, MedicineNames.WORDS)) {
            concept.getDesignation()
                    .forEach(each -> routes.computeIfAbsent(words(each.getValue()), words -> new TreeSet<>())
                            .add(concept.getCode()));
        }

        assertThat(routes).isNotEmpty().allSatisfy((words, codes) -> {
            assertThat(codes)
                    .as("%s", words)
                    .filteredOn(code -> code.startsWith("route-"))
                    .hasSizeLessThan(2);
            if (codes.contains("route-rectal")
                    && words.stream().anyMatch(Set.of("oral", "orale", "buvable")::contains)) {
                assertThat(words).anyMatch(word -> word.matches("(rec|rek|ret).*"));
            }
        });
    }

    /** The text is read as its name, as a longer name of the table, or it is not understood. */
    @Test
    void wordOfASaltChangesNoIngredientThatARuleReads() {
        MedicineNames medicines = new MedicineNames(KNOWLEDGE);
        Map<List<String>, Set<String>> ingredients = new HashMap<>();
        names().forEach(name -> ingredients
                .computeIfAbsent(words(name.text()), text -> new TreeSet<>())
                .add(name.ingredient()));
        Map<String, List<String>> salts = new HashMap<>();
        designations("salt")
                .forEach(each -> salts.computeIfAbsent(each.getLanguage(), language -> new ArrayList<>())
                        .add(each.getValue()));
        List<String> wrong = new ArrayList<>();
        for (Name name : names()) {
            for (String salt : salts.get(name.language())) {
                for (String text :
                        List.of(salt + " " + name.text(), name.text() + " " + salt, name.text() + "-" + salt)) {
                    MedicineNames.Reading read = medicines.read(text);
                    Set<String> expected = ingredients.getOrDefault(words(text), ingredients.get(words(name.text())));
                    if (read.isWhole()
                            && !withoutOthers(medicines, read.ingredients())
                                    .equals(withoutOthers(medicines, expected))) {
                        wrong.add(text + ": " + read.ingredients());
                    }
                }
            }
        }

        assertThat(salts).hasSize(7);
        assertThat(wrong).isEmpty();
    }

    private static Set<String> withoutOthers(MedicineNames medicines, Set<String> ingredients) {
        Set<String> read = new TreeSet<>(ingredients);
        read.removeIf(medicines::isOther);
        return read;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "%s 5 mg tablet", "%1$s %1$s", "warfarin 5 mg %s", "%s 5 mg warfarin", "paricalcitol / %s"
            })
    void saltThatIsNotBesideANameIsNotUnderstood(String text) {
        MedicineNames medicines = new MedicineNames(KNOWLEDGE);

        for (String concept : List.of("salt", "hydrate")) {
            assertThat(designations(concept).stream().map(each -> text.formatted(each.getValue())))
                    .isNotEmpty()
                    .allSatisfy(each ->
                            assertThat(medicines.read(each).isWhole()).as(each).isFalse());
        }
    }

    @Test
    void calciumAndPhosphateAreNeverSalts() {
        assertThat(designations("salt").stream().map(each -> words(each.getValue())))
                .allSatisfy(
                        words -> assertThat(words).noneMatch(word -> word.matches("(c|k)al[cz].*|(ph|f)os(ph|f).*")));
    }

    /** Such a name would be one of any medicine with that salt, or the trace of a badly read list. */
    @Test
    void nameIsMoreThanAWordOfASaltOrAForm() {
        MedicineNames medicines = new MedicineNames(KNOWLEDGE);
        Set<List<String>> other = new HashSet<>();
        MedicineNames.concepts(KNOWLEDGE, MedicineNames.WORDS)
                .forEach(concept -> concept.getDesignation().forEach(each -> other.add(words(each.getValue()))));

        assertThat(names()).allSatisfy(name -> {
            assertThat(name.text().strip()).isEqualTo(name.text()).doesNotContain("\"", ";", "stored file");
            assertThat(name.text().chars().filter(c -> c == '(').count())
                    .as(name.text())
                    .isEqualTo(name.text().chars().filter(c -> c == ')').count());
            assertThat(medicines.isOther(name.ingredient()) || !other.contains(words(name.text())))
                    .as(name.text())
                    .isTrue();
        });
    }

    /** One text for two ingredients is the brand or the group name of a combination, never the name of one of them. */
    @Test
    void internationalNameIsOfOneIngredient() {
        Map<List<String>, Set<String>> ingredients = new HashMap<>();
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(KNOWLEDGE, MedicineNames.NAMES)) {
            concept.getDesignation().stream()
                    .filter(each -> !each.getUse().getCode().equals("brand"))
                    .forEach(each -> ingredients
                            .computeIfAbsent(words(each.getValue()), text -> new TreeSet<>())
                            .add(concept.getCode()));
        }

        assertThat(ingredients)
                .allSatisfy((words, codes) -> assertThat(
                                codes.size() == 1 || words.contains("and") || words.contains("phosphates"))
                        .as("%s %s", words, codes)
                        .isTrue());
    }

    private static List<ConceptDefinitionDesignationComponent> designations(String word) {
        return MedicineNames.concepts(KNOWLEDGE, MedicineNames.WORDS).stream()
                .filter(concept -> concept.getCode().equals(word))
                .flatMap(concept -> concept.getDesignation().stream())
                .toList();
    }

    private static List<String> words(String text) {
        return Word.of(text).stream().map(Word::text).toList();
    }

    private static List<Name> names() {
        List<Name> names = new ArrayList<>();
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(KNOWLEDGE, MedicineNames.NAMES)) {
            concept.getDesignation()
                    .forEach(each -> names.add(new Name(each.getValue(), concept.getCode(), each.getLanguage())));
        }
        return names;
    }

    private static List<String> codes(String text) {
        MedicationRequest request = new MedicationRequest();
        request.setMedication(new CodeableConcept().setText(text));
        return ((MedicationRequest) RECOGNITION.recognise(request))
                .getMedicationCodeableConcept().getCoding().stream()
                        .map(Coding::getCode)
                        .toList();
    }
}
