package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The short cases of our rules are answered as they state. Cases in folders have tests of their own, which compare more. */
@Tag("once")
class ShortCasesOfRulesTests {
    private static final Path HERE = Path.of("");
    private static final CaseRunner RUNNER = CaseRunner.of(new Content.Folder(HERE));

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    @TestFactory
    Stream<DynamicTest> shortCaseIsAnsweredAsItStates() throws IOException {
        List<ContentCase> cases =
                ContentCase.in(HERE).stream().filter(ContentCase::isShort).toList();
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(each -> dynamicTest(
                        each.toString(),
                        () -> assertThat(RUNNER.run(each).differences()).isEmpty()));
    }
}
