package org.calcinosiscds.recognition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.recognition.PhraseTable.Phrase;

/**
 * Reads the few conditions that are recognised by their words. The words, and those that take their meaning away (negation, question,
 * history), are the CodeSystem {@code condition-word}.
 */
final class ConditionWords {
    static final String WORDS = "https://calcinosis-cds.org/fhir/CodeSystem/condition-word";

    private static final String BLOCKING = "blocking-word";

    /** The name of a code that may be of another place. */
    private static final String WIDE = "wide-word";

    /** A word that may follow the name of a code, such as the tag of SNOMED CT. */
    private static final String NEUTRAL = "neutral-word";

    private final PhraseTable words;

    ConditionWords(KnowledgeBase knowledge) {
        words = PhraseTable.of(MedicineNames.concepts(knowledge, WORDS));
    }

    /** Codes of the conditions that the texts of one entry are the names of; none when one of them takes it back. */
    Set<String> named(List<String> texts) {
        Set<String> all = new LinkedHashSet<>();
        texts.forEach(text -> all.addAll(named(text)));
        return read(texts).containsAll(all) ? all : Set.of();
    }

    /** Codes of the condition that the text is the name of, with nothing but neutral words after it. */
    private Set<String> named(String text) {
        List<Word> all = Word.of(text);
        Phrase phrase = all.isEmpty() ? null : words.longestAt(all, 0);
        if (phrase == null
                || phrase.codes().contains(BLOCKING)
                || phrase.codes().contains(WIDE)) {
            return Set.of();
        }
        for (int at = phrase.words().size(); at < all.size(); at++) {
            Phrase next = words.longestAt(all, at);
            if (next == null || !next.codes().contains(NEUTRAL)) {
                return Set.of();
            }
        }
        Set<String> codes = new LinkedHashSet<>(phrase.codes());
        codes.remove(NEUTRAL);
        return codes;
    }

    /** Codes of the conditions that the texts of one entry name; none when one of them names a condition beside a blocking word. */
    Set<String> read(List<String> texts) {
        Set<String> all = new LinkedHashSet<>();
        for (String text : texts) {
            Set<String> found = found(text);
            if (found.remove(BLOCKING) && !found.isEmpty()) {
                return Set.of();
            }
            all.addAll(found);
        }
        return all;
    }

    /** Codes of the conditions that the text names, and whether it holds a blocking word. */
    private Set<String> found(String text) {
        List<Word> all = Word.of(text);
        Set<String> found = new LinkedHashSet<>();
        int at = 0;
        while (at < all.size()) {
            Phrase phrase = words.longestAt(all, at);
            if (phrase != null) {
                found.addAll(phrase.codes());
            }
            at += phrase == null ? 1 : phrase.words().size();
        }
        found.removeAll(List.of(WIDE, NEUTRAL));
        return found;
    }
}
