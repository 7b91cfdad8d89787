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
    private static final String SALT = "salt";
    private static final String HYDRATE = "hydrate";
    private static final String LINK = "link";

    private final PhraseTable names;
    private final PhraseTable words;
    private final Set<String> others = new HashSet<>();
    private final Set<String> saltIngredients = new HashSet<>();

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
        Set<String> saltWords = new HashSet<>();
        for (ConceptDefinitionComponent ingredient : ingredients) {
            if (ingredient.getProperty().stream()
                    .anyMatch(property -> property.getCode().equals("other")
                            && property.getValue() instanceof BooleanType value
                            && value.booleanValue())) {
                others.add(ingredient.getCode());
            }
            saltWords.addAll(saltWords(ingredient));
        }
        for (ConceptDefinitionComponent ingredient : ingredients) {
            if (ingredient.getDesignation().stream()
                    .anyMatch(each -> saltWords.containsAll(wordsOf(each.getValue())))) {
                saltIngredients.add(ingredient.getCode());
            }
        }
    }

    private static List<String> wordsOf(String name) {
        return Word.of(name).stream().map(Word::text).toList();
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
                .map(each -> wordsOf(each.getValue()))
                .toList();
        Set<String> found = new HashSet<>();
        ingredient.getDesignation().stream()
                .filter(each -> "salt".equals(each.getUse().getCode()))
                .map(each -> wordsOf(each.getValue()))
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
        SaltChain chain = new SaltChain(saltIngredients);
        boolean isUnderstood = true;
        int at = 0;
        while (at < all.size()) {
            if (!all.get(at).isJoined()) {
                chain.end();
            }
            Phrase name = names.longestAt(all, at);
            Phrase word = words.longestAt(all, at);
            if (name != null
                    && (word == null || word.words().size() <= name.words().size())) {
                chain.name(name.codes());
                ingredients.addAll(name.codes());
                at += name.words().size();
            } else if (word != null) {
                read(word.codes(), chain);
                word.codes().stream().filter(code -> code.startsWith(ROUTE)).forEach(routes::add);
                at += word.words().size();
            } else if (!splitCompound(all, at)) {
                chain.end();
                isUnderstood &= all.get(at).isNumber();
                at++;
            }
        }
        return new Reading(ingredients, routes, isUnderstood && chain.isClear() && !ingredients.isEmpty());
    }

    private static void read(Set<String> classes, SaltChain chain) {
        if (classes.contains(SALT)) {
            chain.salt();
        } else if (classes.contains(HYDRATE)) {
            chain.hydrate();
        } else if (classes.contains(LINK)) {
            chain.link();
        } else {
            chain.end();
        }
    }

    /** Splits a name and its salt written as one word: "Diltiazemhydrochlorid", "Natriumalendronat". False for any other word. */
    private boolean splitCompound(List<Word> all, int at) {
        Word word = all.get(at);
        for (int i = 1; i < word.text().length(); i++) {
            String first = word.text().substring(0, i);
            String second = word.text().substring(i);
            if ((names.ofWord(first) != null && isSalt(second)) || (isSalt(first) && names.ofWord(second) != null)) {
                all.set(at, new Word(first, word.isJoined()));
                all.add(at + 1, new Word(second, true));
                return true;
            }
        }
        return false;
    }

    private boolean isSalt(String text) {
        Phrase found = words.ofWord(text);
        return found != null && found.codes().contains(SALT);
    }
}
