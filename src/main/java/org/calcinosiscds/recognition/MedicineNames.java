package org.calcinosiscds.recognition;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.recognition.PhraseTable.Phrase;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/**
 * Reads the ingredients and the route out of the text of a medicine. The names, and the words that may stand beside them, are the
 * CodeSystems {@code medicine-name} and {@code medicine-word}; any other word makes a text one that is not understood.
 */
final class MedicineNames {
    static final String NAMES = "https://calcinosis-cds.org/fhir/CodeSystem/medicine-name";
    static final String WORDS = "https://calcinosis-cds.org/fhir/CodeSystem/medicine-word";

    private static final String ROUTE = "route-";

    private final PhraseTable names;
    private final PhraseTable words;
    private final Set<String> others = new HashSet<>();
    private final Set<String> saltWords = new HashSet<>();

    /**
     * What a text says.
     *
     * @param ingredients codes of every ingredient that the text names, in its order
     * @param routes codes of the classes of route words, such as {@code route-oral}
     * @param isWhole whether each word was understood and at least one is a name: only then the ingredients are certain
     */
    record Reading(Set<String> ingredients, Set<String> routes, boolean isWhole) {}

    MedicineNames(KnowledgeBase knowledge) {
        List<ConceptDefinitionComponent> ingredients = concepts(knowledge, NAMES);
        names = PhraseTable.of(ingredients);
        words = PhraseTable.of(concepts(knowledge, WORDS));
        for (ConceptDefinitionComponent ingredient : ingredients) {
            if (ingredient.getProperty().stream()
                    .anyMatch(property -> property.getCode().equals("other")
                            && property.getValue() instanceof BooleanType value
                            && value.booleanValue())) {
                others.add(ingredient.getCode());
            }
            saltWords.addAll(saltWords(ingredient));
        }
    }

    /** The concepts of one of our own CodeSystems; none when the knowledge base does not hold it. */
    static List<ConceptDefinitionComponent> concepts(KnowledgeBase knowledge, String system) {
        CodeSystem found = knowledge.codeSystems().get(system);
        return found == null ? List.of() : found.getConcept();
    }

    /** The words that follow the international name in the names of its salts: "sodium" of "warfarin sodium". */
    private static Set<String> saltWords(ConceptDefinitionComponent ingredient) {
        List<List<String>> plain = ingredient.getDesignation().stream()
                .filter(each -> each.getUse().getCode() != null
                        && !each.getUse().getCode().equals("salt"))
                .map(each -> Word.of(each.getValue()).stream().map(Word::text).toList())
                .toList();
        Set<String> found = new HashSet<>();
        ingredient.getDesignation().stream()
                .filter(each -> "salt".equals(each.getUse().getCode()))
                .map(each -> Word.of(each.getValue()).stream().map(Word::text).toList())
                .forEach(salt -> plain.stream()
                        .filter(name -> salt.size() > name.size()
                                && salt.subList(0, name.size()).equals(name))
                        .forEach(name -> found.addAll(salt.subList(name.size(), salt.size()))));
        return found;
    }

    /** Whether no rule reads the ingredient: it is recognised as another medicine. */
    boolean isOther(String ingredient) {
        return others.contains(ingredient);
    }

    Reading read(String text) {
        List<Word> all = Word.of(text);
        Set<String> ingredients = new LinkedHashSet<>();
        Set<String> routes = new LinkedHashSet<>();
        boolean isUnderstood = true;
        boolean followsName = false;
        int at = 0;
        while (at < all.size()) {
            Phrase name = names.longestAt(all, at);
            Phrase word = words.longestAt(all, at);
            if (name != null
                    && (word == null || word.words().size() <= name.words().size())) {
                // "Dexamethasone sodium phosphate" is a salt of dexamethasone and no phosphate.
                isUnderstood &= !(followsName
                        && all.get(at).isJoined()
                        && saltWords.containsAll(name.words())
                        && !ingredients.containsAll(name.codes()));
                ingredients.addAll(name.codes());
                followsName = true;
                at += name.words().size();
                continue;
            }
            followsName = false;
            if (word != null) {
                word.codes().stream().filter(code -> code.startsWith(ROUTE)).forEach(routes::add);
                at += word.words().size();
            } else {
                isUnderstood &= all.get(at).isNumber();
                at++;
            }
        }
        return new Reading(ingredients, routes, isUnderstood && !ingredients.isEmpty());
    }
}
