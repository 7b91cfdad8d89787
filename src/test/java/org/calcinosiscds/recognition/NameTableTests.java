package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name of the packaged tables, as a text of a record. */
class NameTableTests {
    private static final KnowledgeBase KNOWLEDGE = new KnowledgeLoader(FhirContext.forR4Cached()).load();
    private static final Recognition RECOGNITION = new Recognition(KNOWLEDGE);

    private record Name(String text, String ingredient) {}

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
                    .forEach(each -> routes.computeIfAbsent(
                                    Word.of(each.getValue()).stream()
                                            .map(Word::text)
                                            .toList(),
                                    words -> new TreeSet<>())
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

    private static List<Name> names() {
        List<Name> names = new ArrayList<>();
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(KNOWLEDGE, MedicineNames.NAMES)) {
            concept.getDesignation().forEach(each -> names.add(new Name(each.getValue(), concept.getCode())));
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
