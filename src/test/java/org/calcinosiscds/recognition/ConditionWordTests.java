package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each name of a condition of the packaged table, beside each word that takes its meaning away. */
@Tag("once")
class ConditionWordTests {
    private static final KnowledgeBase KNOWLEDGE = new KnowledgeLoader(FhirContext.forR4Cached()).load();
    private static final Recognition RECOGNITION = new Recognition(KNOWLEDGE);
    private static final List<String> CONDITIONS = List.of("calciphylaxis", "calcinosis-cutis", "tumoral-calcinosis");

    static Stream<UnaryOperator<String>> spellings() {
        return Stream.of(
                text -> text,
                text -> text.toUpperCase(Locale.ROOT),
                text -> Normalizer.normalize(text, Normalizer.Form.NFD),
                text -> text.replace(' ', '\u00a0'),
                text -> text + ", left thigh",
                text -> "Severe " + text + " (HCC)",
                text -> text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void nameIsRecognised(UnaryOperator<String> spelling) {
        for (String condition : CONDITIONS) {
            assertThat(words(condition))
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(read(spelling.apply(name))).as(name).containsExactly(condition, "by-name"));
        }
    }

    /** But for a name that holds such a word itself: "familial tumoral calcinosis". */
    @ParameterizedTest
    @ValueSource(strings = {"%2$s %1$s", "%1$s %2$s", "%1$s (%2$s)", "%2$S: %1$S", "%2$s calcification, %1$s"})
    void blockingWordTakesTheMeaningAway(String text) {
        Set<List<String>> names = CONDITIONS.stream()
                .flatMap(condition -> words(condition).stream())
                .map(name -> Word.of(name).stream().map(Word::text).toList())
                .collect(Collectors.toSet());
        List<String> wrong = CONDITIONS.stream()
                .flatMap(condition -> words(condition).stream())
                .flatMap(name -> words("blocking-word").stream().map(word -> text.formatted(name, word)))
                .filter(said ->
                        !names.contains(Word.of(said).stream().map(Word::text).toList()))
                .filter(said -> !read(said).equals(List.of("unrecognised")))
                .toList();

        assertThat(words("blocking-word")).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    @Test
    void neutralWordTakesNothingAway() {
        assertThat(words("neutral-word"))
                .isNotEmpty()
                .allSatisfy(word -> assertThat(read("calciphylaxis, " + word))
                        .as(word)
                        .containsExactly("calciphylaxis", "by-name"));
    }

    /** A text of the word alone, such as the display of an unmapped code, says nothing about the name in the other text. */
    @Test
    void textsOfOneEntryAreReadTogether() {
        assertThat(read("Calciphylaxis", "suspected calciphylaxis")).containsExactly("unrecognised");
        assertThat(read("V.a. Calciphylaxie", "Kalziphylaxie")).containsExactly("unrecognised");
        assertThat(read("Unknown", "Calciphylaxis")).containsExactly("calciphylaxis", "by-name");
        assertThat(read("Störung des Calciumstoffwechsels, nicht näher bezeichnet", "Kalziphylaxie"))
                .containsExactly("calciphylaxis", "by-name");
    }

    @ParameterizedTest
    @CsvSource({
        "Calciphylaxis (disorder), suspected calciphylaxis, unrecognised",
        "Calciphylaxis (disorder), thigh, calciphylaxis by-name",
        "Kalzinose, Kalzinose, unrecognised",
        "calcinose, calcinose, unrecognised",
        "Calcinosis cutis unspecified, skin, calcinosis-cutis by-name"
    })
    void nameOfAnUnlistedCodeIsReadWithTheText(String display, String text, String codes) {
        Coding coding = new Coding("http://snomed.info/sct", "1010101010101", display);

        assertThat(read(new CodeableConcept(coding).setText(text))).containsExactly(codes.split(" "));
    }

    @Test
    void textThatDoesNotSayTheDiseaseIsNotRecognised() throws IOException {
        try (InputStream file = ConditionWordTests.class.getResourceAsStream("unsaid-conditions.txt")) {
            assertThat(file).isNotNull();
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#")))
                    .hasSizeGreaterThan(800)
                    .allSatisfy(text -> assertThat(read(text)).as(text).containsExactly("unrecognised"));
        }
    }

    private static List<String> words(String concept) {
        return MedicineNames.concepts(KNOWLEDGE, ConditionWords.WORDS).stream()
                .filter(each -> each.getCode().equals(concept))
                .flatMap(each -> each.getDesignation().stream())
                .map(each -> each.getValue())
                .toList();
    }

    private static List<String> read(String text) {
        return read(new CodeableConcept().setText(text));
    }

    private static List<String> read(String display, String text) {
        return read(new CodeableConcept(new Coding("urn:local", "7", display)).setText(text));
    }

    private static List<String> read(CodeableConcept concept) {
        Condition condition = (Condition) RECOGNITION.recognise(new Condition().setCode(concept));
        return condition.getCode().getCoding().stream()
                .filter(coding -> Recognition.SYSTEMS.contains(coding.getSystem()))
                .map(Coding::getCode)
                .toList();
    }
}
