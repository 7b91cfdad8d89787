package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calcinosiscds.recognition.SmallTables.ATC;
import static org.calcinosiscds.recognition.SmallTables.ICD;
import static org.calcinosiscds.recognition.SmallTables.RXNORM;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text or a code of a record is taken for. */
class RecognitionTests {
    private static final Recognition RECOGNITION = SmallTables.recognition();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                warfarin                                                     | warfarin
                WARFARIN SODIUM 5 MG Oral Tablet                             | warfarin route-oral
                warfarin sodium 5mg tablets                                  | warfarin route-oral
                Coumadin (warfarin sodium) 2.5 mg                            | warfarin
                Marcumar 3                                                   | phenprocoumon
                Acétate de calcium 500 mg                                    | calcium-acetate
                Acetate de Calcium 500 mg                                    | calcium-acetate
                CALCIUMACETAT 500 mg                                         | calcium-acetate
                calcium carbonate 600 MG / colecalciferol 400 UNT Oral Tablet| calcium-carbonate colecalciferol route-oral
                calcium carbonate and vitamin D3                             | calcium-carbonate colecalciferol
                Calcichew D3                                                 | calcium-carbonate colecalciferol
                atorvastatin calcium 20 mg                                   | atorvastatin
                calcitriol 3 mcg/g ointment                                  | calcitriol route-local
                dexamethasone 1 mg/ml eye drops                              | dexamethasone route-local
                sodium phosphate 45 mmol infusion                            | sodium-phosphate route-injected
                """)
    void textOfKnownWordsNamesItsIngredients(String text, String codes) {
        assertThat(added(RECOGNITION.recognise(request(new CodeableConcept().setText(text)))))
                .containsExactlyInAnyOrder((codes + " by-name").split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop warfarin",
                "no warfarin",
                "warfarin allergy",
                "aspirin instead of warfarin",
                "warfarin?",
                "warfarin -> aspirin",
                "warfarinoid",
                "calcium folinate 15 mg",
                "calcium channel blocker",
                "calcium",
                "5 mg tablet",
                "dexamethasone sodium phosphate 4 mg/ml",
                "see note"
            })
    void textWithAnyOtherWordIsNotRecognised(String text) {
        assertThat(added(RECOGNITION.recognise(request(new CodeableConcept().setText(text)))))
                .contains("unrecognised")
                .doesNotContain("by-name", "warfarin", "calcium-carbonate", "sodium-phosphate", "aspirin");
    }

    @Test
    void codeComesFirst() {
        assertThat(added(RECOGNITION.recognise(request(coded(RXNORM, "11289", "warfarin")))))
                .containsExactly("warfarin");
        // The name contradicts the code: the code counts, and nobody can say any more what the entry is not.
        assertThat(added(RECOGNITION.recognise(request(coded(RXNORM, "1897", "warfarin sodium 5 mg")))))
                .containsExactly("unrecognised");
        assertThat(added(RECOGNITION.recognise(request(coded(RXNORM, "11289", "aspirin 81 mg")))))
                .isEmpty();
    }

    @Test
    void displayOfAnUnknownCodeIsAName() {
        assertThat(added(RECOGNITION.recognise(request(coded(RXNORM, "855332", "warfarin sodium 5 MG Oral Tablet")))))
                .containsExactly("warfarin", "route-oral", "by-name");
        assertThat(added(RECOGNITION.recognise(request(coded("urn:local", "77", null)))))
                .containsExactly("unrecognised");
    }

    @Test
    void combinationOfWhichTheCodeNamesOneIsCompletedByItsName() {
        assertThat(added(RECOGNITION.recognise(request(coded(RXNORM, "1897", "calcium carbonate / vitamin D3")))))
                .containsExactly("calcium-carbonate", "colecalciferol");
    }

    @Test
    void codeOfAnotherSubstanceIsRecognised() {
        assertThat(added(RECOGNITION.recognise(request(coded(ATC, "C10AA05", null)))))
                .isEmpty();
        assertThat(added(RECOGNITION.recognise(request(coded(ATC, "C10AA", null)))))
                .containsExactly("unrecognised");
    }

    @Test
    void eachTextIsReadByItself() {
        CodeableConcept both =
                coded("urn:local", "1", "calcium carbonate 500 mg").setText("warfarin 5 mg");
        assertThat(added(RECOGNITION.recognise(request(both))))
                .containsExactly("calcium-carbonate", "warfarin", "by-name");
        // What is named beside words that are not understood may be meant or not.
        CodeableConcept unclear = coded("urn:local", "1", "aspirin 81 mg").setText("aspirin instead of warfarin");
        assertThat(added(RECOGNITION.recognise(request(unclear))))
                .containsExactly("aspirin", "by-name", "unrecognised");
        CodeableConcept remark = coded("urn:local", "1", "warfarin 5 mg").setText("warfarin, dose by clinic");
        assertThat(added(RECOGNITION.recognise(request(remark)))).containsExactly("warfarin", "by-name");
    }

    @Test
    void containedMedicationIsReadWithItsIngredientsAndForm() {
        Medication medication = new Medication();
        medication.setId("m");
        medication.getCode().setText("Dr X's mixture");
        medication.getForm().setText("ointment");
        medication.addIngredient().setItem(new CodeableConcept().setText("calcitriol"));
        medication.addIngredient().setItem(new CodeableConcept().setText("aspirin"));
        MedicationRequest request = request(new CodeableConcept());
        request.setMedication(new Reference("#m"));
        request.addContained(medication);

        Medication found = (Medication) ((MedicationRequest) RECOGNITION.recognise(request))
                .getContained()
                .get(0);

        assertThat(added(found.getCode())).containsExactly("route-local");
        assertThat(added((CodeableConcept) found.getIngredient().get(0).getItem()))
                .containsExactly("calcitriol", "by-name");
        medication.addIngredient().setItem(new CodeableConcept().setText("herbs"));
        found = (Medication) ((MedicationRequest) RECOGNITION.recognise(request))
                .getContained()
                .get(0);
        assertThat(added(found.getCode())).containsExactly("route-local", "unrecognised");
    }

    @ParameterizedTest
    @CsvSource({
        "Calciphylaxis of the thigh, calciphylaxis by-name",
        "KALZIPHYLAXIE, calciphylaxis by-name",
        "Tumoral calcinosis hip, tumoral-calcinosis by-name",
        "Calcinosis, calcinosis-cutis by-name",
        "no calciphylaxis, unrecognised",
        "calciphylaxis?, unrecognised",
        "history of calciphylaxis, unrecognised",
        "nephrocalcinosis, unrecognised",
        "hypertension, unrecognised"
    })
    void fewConditionsAreRecognisedByWords(String text, String codes) {
        assertThat(added(RECOGNITION.recognise(condition(new CodeableConcept().setText(text)))))
                .containsExactly(codes.split(" "));
    }

    @Test
    void conditionIsRecognisedByItsCode() {
        assertThat(added(RECOGNITION.recognise(condition(coded(ICD, "M34.9", null)))))
                .isEmpty();
        assertThat(added(RECOGNITION.recognise(condition(coded(ICD, "I10", null)))))
                .isEmpty();
        assertThat(added(RECOGNITION.recognise(condition(coded(ICD, "E83.59", null)))))
                .containsExactly("unrecognised");
        assertThat(added(RECOGNITION.recognise(condition(coded(ICD, "E83.59", "Calciphylaxis")))))
                .containsExactly("calciphylaxis", "by-name");
        // A code of a known system means what it says: this one is any calcinosis, not that of the skin.
        assertThat(added(RECOGNITION.recognise(condition(coded(ICD, "I99.9", "Calcinosis")))))
                .isEmpty();
        assertThat(added(RECOGNITION.recognise(condition(coded("urn:local", "7", "Calciphylaxis")))))
                .containsExactly("calciphylaxis", "by-name");
        assertThat(added(RECOGNITION.recognise(condition(coded("http://snomed.info/sct", "38341003", "Hypertension")))))
                .containsExactly("unrecognised");
        assertThat(added(RECOGNITION.recognise(condition(new CodeableConcept()))))
                .containsExactly("unrecognised");
    }

    /** SNOMED CT has more codes for these diseases than the value sets. */
    @ParameterizedTest
    @CsvSource({
        "Calciphylaxis, calciphylaxis by-name",
        "Calciphylaxis (disorder), calciphylaxis by-name",
        "TUMORAL CALCINOSIS (finding), tumoral-calcinosis by-name",
        "Calcinosis of coronary artery, unrecognised",
        "Calcinosis (disorder), unrecognised",
        "Calciphylaxis (suspected), unrecognised",
        "Calciphylaxis (disorder) of the mother, unrecognised",
        "Disorder calciphylaxis, unrecognised",
        "Suspected calciphylaxis, unrecognised",
        "no, unrecognised",
        "(disorder), unrecognised"
    })
    void codeThatNoValueSetHasIsRecognisedByItsOwnName(String name, String codes) {
        CodeableConcept concept = coded("http://snomed.info/sct", "1010101010101", name);
        assertThat(added(RECOGNITION.recognise(condition(concept)))).containsExactly(codes.split(" "));
        CodeableConcept contradicted = concept.copy();
        contradicted.addCoding(new Coding(ICD, "I10", null));
        assertThat(added(RECOGNITION.recognise(condition(contradicted)))).isEmpty();
    }

    @Test
    void orderOfNoKnownCodeIsNotRecognised() {
        ServiceRequest order = new ServiceRequest();
        order.getCode().setText("Refer to skin clinic");
        assertThat(added(((ServiceRequest) RECOGNITION.recognise(order)).getCode()))
                .containsExactly("unrecognised");
    }

    @Test
    void recordThatWasGivenStaysAsItIs() {
        MedicationRequest request = request(new CodeableConcept().setText("warfarin"));
        Condition known = condition(coded(ICD, "M34.9", null));
        Patient patient = new Patient();
        PatientBundle record = new PatientBundle(
                patient,
                Map.of("Patient", List.of(patient), "MedicationRequest", List.of(request), "Condition", List.of(known)),
                0);

        PatientBundle recognised = RECOGNITION.recognise(record);

        assertThat(request.getMedicationCodeableConcept().getCoding()).isEmpty();
        assertThat(added(recognised.ofType("MedicationRequest").get(0))).contains("warfarin");
        assertThat(recognised.ofType("Condition").get(0)).isSameAs(known);
    }

    private static MedicationRequest request(CodeableConcept medicine) {
        return new MedicationRequest().setMedication(medicine);
    }

    private static Condition condition(CodeableConcept code) {
        return new Condition().setCode(code);
    }

    private static CodeableConcept coded(String system, String code, String display) {
        return new CodeableConcept(new Coding(system, code, display));
    }

    private static List<String> added(Resource resource) {
        return added(
                resource instanceof Condition condition
                        ? condition.getCode()
                        : ((MedicationRequest) resource).getMedicationCodeableConcept());
    }

    private static List<String> added(CodeableConcept concept) {
        return concept.getCoding().stream()
                .filter(coding -> Recognition.SYSTEMS.contains(coding.getSystem()))
                .map(Coding::getCode)
                .toList();
    }
}
