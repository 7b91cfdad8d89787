package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Variant;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The same patient in another form gets the same answer. Each form is tried on every seventh case, beginning at another one. */
@Tag("once")
class MetamorphicTests {
    private static final int STEP = 7;

    @TestFactory
    Stream<DynamicContainer> formOfTheRecordDoesNotMatter() {
        List<PatientCase> cases = PatientCase.all();
        List<Variant> variants = Variant.all();
        return IntStream.range(0, variants.size())
                .mapToObj(number -> dynamicContainer(
                        variants.get(number).name(), tests(cases, variants.get(number), number % STEP)));
    }

    private static Stream<DynamicTest> tests(List<PatientCase> cases, Variant variant, int first) {
        return IntStream.iterate(first, index -> index < cases.size(), index -> index + STEP)
                .mapToObj(cases::get)
                .flatMap(patient -> variant.of().apply(patient).stream())
                .map(patient -> dynamicTest(
                        patient.name(),
                        () -> assertThat(CaseAnswers.answer(patient, patient.record()))
                                .as("%s, %s", patient, variant)
                                .isEqualTo(patient.answer())));
    }
}
