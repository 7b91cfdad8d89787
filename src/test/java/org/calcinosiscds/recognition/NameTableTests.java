package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MedicationRequest;
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
