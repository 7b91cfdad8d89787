package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.jspecify.annotations.Nullable;

/** Phrases of one or more words and the codes that they stand for. Built once, then only read. */
final class PhraseTable {
    /**
     * @param words in order, never empty; a word of the text must be joined to the one before where these are
     * @param codes what the phrase stands for; more than one for the brand of a combination
     */
    record Phrase(List<Word> words, Set<String> codes) {
        private boolean isAt(List<Word> text, int at) {
            if (at + words.size() > text.size()) {
                return false;
            }
            for (int i = 0; i < words.size(); i++) {
                Word word = words.get(i);
                Word found = text.get(at + i);
                if (!word.text().equals(found.text()) || (i > 0 && word.isJoined() && !found.isJoined())) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    /** The designations of each concept are its phrases. */
    static PhraseTable of(List<ConceptDefinitionComponent> concepts) {
        PhraseTable table = new PhraseTable();
        for (ConceptDefinitionComponent concept : concepts) {
            concept.getDesignation().forEach(each -> {
                table.add(each.getValue(), concept.getCode());
                table.add(withoutUmlauts(each.getValue()), concept.getCode());
            });
        }
        table.byFirstWord
                .values()
                .forEach(phrases -> phrases.sort(Comparator.comparingInt(
                                (Phrase phrase) -> phrase.words().size())
                        .reversed()));
        return table;
    }

    /** As written where there are no umlauts: "Loesung" for "Lösung". */
    private static String withoutUmlauts(String designation) {
        return designation
                .toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue");
    }

    private void add(String designation, String code) {
        List<Word> words = Word.of(designation);
        if (words.isEmpty()) {
            return; // Signs such as "%" are not words.
        }
        List<Phrase> phrases = byFirstWord.computeIfAbsent(words.get(0).text(), first -> new ArrayList<>());
        for (Phrase phrase : phrases) {
            if (phrase.words().equals(words)) {
                phrase.codes().add(code);
                return;
            }
        }
        phrases.add(new Phrase(words, new LinkedHashSet<>(Set.of(code))));
    }

    /** The phrase that is this one word; null when there is none. */
    @Nullable
    Phrase ofWord(String word) {
        for (Phrase phrase : byFirstWord.getOrDefault(word, List.of())) {
            if (phrase.words().size() == 1) {
                return phrase;
            }
        }
        return null;
    }

    /** The longest phrase that begins there; null when none does. */
    @Nullable
    Phrase longestAt(List<Word> text, int at) {
        for (Phrase phrase : byFirstWord.getOrDefault(text.get(at).text(), List.of())) {
            if (phrase.isAt(text, at)) {
                return phrase;
            }
        }
        return null;
    }
}
