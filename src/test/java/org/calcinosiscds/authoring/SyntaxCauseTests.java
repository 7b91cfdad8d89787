package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A library without a context. */
class SyntaxCauseTests {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { 'Morphine 10 MG Oral Tablet [Brand]' } | false
            { 'a \\' b [Brand]', 'c' } | false
            Interval[1, 2] | false
            exists [Condition] | true
            exists [Condition: "Dialysis"] | true
            { 'x' } union [Observation] | true
            """)
    void contextIsMissingWhereSomethingIsRetrieved(String expression, boolean isMissing) {
        CqlText library =
                new CqlText("Names", "library Names version '1.0.0'\n\ndefine \"Names\": " + expression + "\n");

        assertThat(SyntaxCause.missingContext(library, List.of()).isPresent()).isEqualTo(isMissing);
    }
}
