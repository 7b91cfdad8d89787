package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.recognition.MedicineNames.Reading;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every name of the packaged table as programs and people write it: the signs of the text change nothing. */
@Tag("once")
class NameSpellingTests {
    private static final KnowledgeBase KNOWLEDGE = new KnowledgeLoader(FhirContext.forR4Cached()).load();
    private static final MedicineNames MEDICINES = new MedicineNames(KNOWLEDGE);

    static Stream<Arguments> spellings() {
        return Stream.of(
                spelling("decomposed accents", name -> Normalizer.normalize(name, Normalizer.Form.NFD)),
                spelling("no accents", NameSpellingTests::withoutAccents),
                spelling("vowels for umlauts", NameSpellingTests::withoutUmlauts),
                spelling("upper case of Turkish", name -> name.toUpperCase(Locale.forLanguageTag("tr"))),
                spelling("blanks that do not break", name -> name.replace(' ', '\u00a0') + "\u00a05\u202fmg"),
                spelling("thin blanks", name -> name.replace(' ', '\u2009') + "\u20095\u2009mg"),
                spelling("lines", name -> name + "\r\n5 mg\t"),
                spelling("underscores", name -> name.replace(' ', '_') + "_5_mg"),
                spelling("hyphens that do not break", name -> name.replace('-', '\u2011')),
                spelling("dashes", name -> name.replace('-', '\u2013') + " \u2013 5 mg"),
                spelling("hyphen for a line end", name -> name.substring(0, 2) + "\u00ad" + name.substring(2)),
                spelling("marks that are not seen", name -> "\ufeff" + name + "\u200b 5\u200e mg"),
                spelling("registered", name -> name + "® 5 mg"),
                spelling("trade mark", name -> name + "™ 5 mg"),
                spelling("typed marks", name -> name + "(R) 5 mg (TM)"),
                spelling("commas", name -> name + ", 5 mg, 1 mL"),
                spelling("strength before", name -> "5 mg " + name),
                spelling("wide letters", name -> name + " ５ｍｇ"),
                spelling("another apostrophe", name -> name.replace('\'', '’')));
    }

    private static Arguments spelling(String name, UnaryOperator<String> spelling) {
        return Arguments.of(name, spelling);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void spellingChangesNoName(String name, UnaryOperator<String> spelling) {
        List<String> wrong = names().filter(each -> {
                    Reading plain = MEDICINES.read(each);
                    Reading spelled = MEDICINES.read(spelling.apply(each));
                    return !spelled.isWhole() || !spelled.ingredients().equals(plain.ingredients());
                })
                .toList();

        assertThat(names()).hasSizeGreaterThan(10_000);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"¿warfarin", "warfarin → apixaban?", "warfarin ≠ apixaban"})
    void signThatAsksOrChangesIsAWord(String text) {
        assertThat(MEDICINES.read(text).isWhole()).isFalse();
    }

    /** Names of value sets and of others; one that begins with a number is left out, as "5 mg" may stand beside it. */
    private static Stream<String> names() {
        Set<Integer> letters = Set.of((int) Character.UPPERCASE_LETTER, (int) Character.LOWERCASE_LETTER);
        return MedicineNames.concepts(KNOWLEDGE, MedicineNames.NAMES).stream()
                .flatMap(concept -> concept.getDesignation().stream())
                .map(each -> each.getValue())
                .filter(name -> letters.contains(Character.getType(name.charAt(0))));
    }

    private static String withoutAccents(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
    }

    private static String withoutUmlauts(String name) {
        return name.replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("Ä", "Ae")
                .replace("Ö", "Oe")
                .replace("Ü", "Ue");
    }
}
