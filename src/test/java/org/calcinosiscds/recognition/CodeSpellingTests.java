package org.calcinosiscds.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every ICD-10 code of the value sets, as records spell it. */
class CodeSpellingTests {
    private static final KnowledgeBase KNOWLEDGE = new KnowledgeLoader(FhirContext.forR4Cached()).load();
    private static final Recognition RECOGNITION = new Recognition(KNOWLEDGE);

    static Stream<UnaryOperator<String>> spellings() {
        return Stream.of(code -> code.replace(".", ""), code -> code + "+", code -> code.replace(".", "") + "*");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void codeIsReadInAnotherSpelling(UnaryOperator<String> spelling) {
        assertThat(icdCodes()).hasSizeGreaterThan(1000).allSatisfy(coding -> {
            Coding sent = coding.copy().setCode(spelling.apply(coding.getCode()));
            assertThat(read(sent)).as("%s|%s", sent.getSystem(), sent.getCode()).contains(coding.getCode());
        });
    }

    @Test
    void categoryIsReadWithItsDash() {
        Coding category = new Coding("http://hl7.org/fhir/sid/icd-10", "N18.-", null);

        assertThat(read(category)).containsExactly("N18.-", "N18");
    }

    /** A spelling that says something else stays what it is: no pattern reads a range or a code of another shape. */
    @Test
    void otherTextIsNoCode() {
        Coding range = new Coding("http://hl7.org/fhir/sid/icd-10", "N18-N19", null);

        assertThat(read(range)).containsExactly("N18-N19", "unrecognised");
    }

    private static List<String> read(Coding sent) {
        Condition condition = new Condition().setCode(new CodeableConcept(sent));
        return ((Condition) RECOGNITION.recognise(condition))
                .getCode().getCoding().stream().map(Coding::getCode).toList();
    }

    private static List<Coding> icdCodes() {
        return KNOWLEDGE.valueSets().values().stream()
                .flatMap(valueSet -> valueSet.bySystem().entrySet().stream())
                .filter(system -> system.getKey().contains("icd-10"))
                .flatMap(system ->
                        system.getValue().keySet().stream().map(code -> new Coding(system.getKey(), code, null)))
                .toList();
    }
}
