package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.recognition.MedicineNames.Reading;
import org.calcinosiscds.recognition.RecognisedConcept.Means;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * Says what a concept means: by a code in a value set first, then by the names in its texts. A name that contradicts the code is not
 * used, and the entry is not certain any more. Immutable; shared by all threads.
 */
final class ConceptRecogniser {
    private final KnownCodes codes;
    private final CodeSpellings spellings;
    private final MedicineNames medicines;
    private final ConditionWords conditions;

    ConceptRecogniser(KnowledgeBase knowledge) {
        codes = new KnownCodes(knowledge);
        spellings = new CodeSpellings(knowledge);
        medicines = new MedicineNames(knowledge);
        conditions = new ConditionWords(knowledge);
    }

    /** @param form dose form of a Medication; its words tell the route too */
    RecognisedConcept medicine(CodeableConcept concept, CodeableConcept form) {
        Set<String> valueSets = new LinkedHashSet<>();
        boolean isOtherCode = false;
        for (Coding coding : concept.getCoding()) {
            if (codes.isInValueSet(coding)) {
                valueSets.addAll(codes.valueSets(coding.getSystem(), coding.getCode()));
            }
            isOtherCode |= codes.isOther(coding);
        }
        Set<String> ingredients = new LinkedHashSet<>();
        Set<String> doubtful = new LinkedHashSet<>();
        Set<String> routes = new LinkedHashSet<>();
        for (String text : texts(concept)) {
            Reading reading = medicines.read(text);
            routes.addAll(reading.routes());
            boolean agrees = valueSets.isEmpty()
                    || reading.ingredients().stream().anyMatch(ingredient -> isIn(valueSets, ingredient));
            (reading.isWhole() && agrees ? ingredients : doubtful).addAll(reading.ingredients());
        }
        texts(form).forEach(text -> routes.addAll(medicines.read(text).routes()));
        boolean isCertain = doubtful.stream()
                .allMatch(ingredient -> medicines.isOther(ingredient)
                        || ingredients.contains(ingredient)
                        || isIn(valueSets, ingredient));
        Means means = !valueSets.isEmpty()
                ? Means.CODE
                : !ingredients.isEmpty() ? Means.NAME : isOtherCode ? Means.CODE : Means.NOTHING;
        List<Coding> names = new ArrayList<>();
        ingredients.forEach(ingredient -> names.add(coding(MedicineNames.NAMES, ingredient)));
        routes.forEach(route -> names.add(coding(MedicineNames.WORDS, route)));
        return new RecognisedConcept(means, isCertain, names);
    }

    private boolean isIn(Set<String> valueSets, String ingredient) {
        return codes.valueSets(MedicineNames.NAMES, ingredient).stream().anyMatch(valueSets::contains);
    }

    RecognisedConcept condition(CodeableConcept sent) {
        List<Coding> spelled = sent.getCoding().stream().map(spellings::spelled).toList();
        List<Coding> other = spelled.stream()
                .filter(coding -> !sent.getCoding().contains(coding))
                .toList();
        if (other.isEmpty()) {
            return spelledCondition(sent);
        }
        RecognisedConcept recognised =
                spelledCondition(new CodeableConcept().setText(sent.getText()).setCoding(spelled));
        return recognised.with(other);
    }

    private RecognisedConcept spelledCondition(CodeableConcept concept) {
        if (isCoded(concept)) {
            return new RecognisedConcept(Means.CODE, true, List.of());
        }
        Set<String> words = new LinkedHashSet<>();
        if (isLeftToWords(concept)) {
            words.addAll(conditions.read(texts(concept)));
        } else if (concept.getCoding().stream().noneMatch(codes::isOther)) {
            // A code that no value set has yet, of a system without a pattern of others: its own name says what it is.
            words.addAll(conditions.named(texts(concept)));
        }
        if (!words.isEmpty()) {
            return new RecognisedConcept(
                    Means.NAME,
                    true,
                    words.stream()
                            .map(word -> coding(ConditionWords.WORDS, word))
                            .toList());
        }
        return byOtherCode(concept);
    }

    private boolean isLeftToWords(CodeableConcept concept) {
        return concept.getCoding().stream().anyMatch(codes::isWide)
                || concept.getCoding().stream().noneMatch(codes::isOfKnownSystem);
    }

    /** Orders and results are recognised by code only. */
    RecognisedConcept coded(CodeableConcept concept) {
        return isCoded(concept) ? new RecognisedConcept(Means.CODE, true, List.of()) : byOtherCode(concept);
    }

    /** The code system by which it was recognised, else that of its first code, by name. */
    String system(CodeableConcept concept) {
        return SystemTag.of(concept.getCoding().stream()
                .filter(coding -> codes.isInValueSet(coding) || codes.isOther(coding))
                .findFirst()
                .or(() -> concept.getCoding().stream()
                        .filter(coding -> coding.getCode() != null && coding.getSystem() != null)
                        .findFirst())
                .map(Coding::getSystem)
                .orElse(null));
    }

    private boolean isCoded(CodeableConcept concept) {
        return concept.getCoding().stream().anyMatch(codes::isInValueSet);
    }

    private RecognisedConcept byOtherCode(CodeableConcept concept) {
        return new RecognisedConcept(
                concept.getCoding().stream().anyMatch(codes::isOther) ? Means.CODE : Means.NOTHING, true, List.of());
    }

    private static List<String> texts(CodeableConcept concept) {
        return Stream.concat(concept.getCoding().stream().map(Coding::getDisplay), Stream.ofNullable(concept.getText()))
                .filter(text -> text != null && !text.isBlank())
                .distinct()
                .toList();
    }

    private static Coding coding(String system, String code) {
        return new Coding().setSystem(system).setCode(code);
    }
}
