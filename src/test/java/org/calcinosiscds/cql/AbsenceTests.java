package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Unrecognisable;
import org.calcinosiscds.decision.Assessment;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No card says of the record that something is not in it unless every entry was recognised (clinical/principles#absence). New sentences
 * of this kind go through the library {@code Recognition}, or into the list with the condition that makes them true.
 */
@Tag("once")
class AbsenceTests {
    private static final Path LIST = Path.of("fhir-resources/tests/sentences-of-absence.csv");

    /** "No ... on record", "nothing else outstanding", "never measured" and the like. */
    private static final Pattern DENIAL = Pattern.compile("(?i)\\b(no|none|nothing|never|without|not)\\b[^.;:]*"
            + "\\b(on record|recorded|on the [a-z ]*list|outstanding|measured|found|arranged|on order|known cause)\\b");

    /** A sentence that is put together, such as {@code 'No ' + what}, ends before what is denied. */
    private static final Pattern DENIAL_BEGINS = Pattern.compile("\\b[Nn]o( [a-z]+)? $");

    private static final Pattern LITERAL = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");
    private static final Pattern COMMENT = Pattern.compile("(?m)/\\*[\\s\\S]*?\\*/|^\\s*//[^\\n]*");

    @Test
    void everySentenceOfAbsenceIsInTheList() throws IOException {
        assertThat(sentences()).isSubsetOf(listed());
    }

    @Test
    void everyListedSentenceIsInTheRules() throws IOException {
        assertThat(listed()).isSubsetOf(sentences());
    }

    @TestFactory
    Stream<DynamicTest> nothingIsDeniedOfARecordWithEntriesThatNobodyCanName() throws IOException {
        Set<String> listed = listed().stream()
                .filter(each -> !DENIAL_BEGINS.matcher(each).find())
                .collect(Collectors.toSet());
        return PatientCase.all().stream()
                .map(patient -> dynamicTest(patient.name(), () -> {
                    PatientCase unclear = Unrecognisable.addedTo(patient);
                    Assessment answer = CaseAssessments.full(unclear);
                    assertThat(denials(answer, listed)).as(patient.name()).isEmpty();
                }));
    }

    /** What is in the list is true when it is said. "Not confirmed" is a status that was recorded. */
    private static String withoutListed(String sentence, Set<String> listed) {
        String rest = sentence.replace("not confirmed", "");
        for (String each : listed) {
            rest = rest.replace(each.substring(each.indexOf(": ") + 2).strip(), "");
        }
        return rest;
    }

    private static List<String> denials(Assessment answer, Set<String> listed) {
        return answer.recommendations().stream()
                .flatMap(card -> Stream.of(card.summary(), card.detail()))
                .flatMap(text -> Stream.of(text.split("(?<=[.])\\s|\\n")))
                .filter(sentence ->
                        DENIAL.matcher(withoutListed(sentence, listed)).find())
                .filter(sentence -> !sentence.contains("recognised"))
                .toList();
    }

    private static TreeSet<String> sentences() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("cql"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".cql")).toList()) {
                String source = COMMENT.matcher(Files.readString(file)).replaceAll("");
                LITERAL.matcher(source)
                        .results()
                        .map(result -> result.group(1))
                        .filter(text -> DENIAL.matcher(text).find()
                                || DENIAL_BEGINS.matcher(text).find())
                        .forEach(text -> found.add(name(file) + ": " + text));
            }
        }
        return found;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".cql", "");
    }

    private static TreeSet<String> listed() throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        for (String row : Files.readAllLines(LIST).stream().skip(1).toList()) {
            List<String> cells = Pattern.compile("\"((?:[^\"]|\"\")*)\"")
                    .matcher(row)
                    .results()
                    .map((MatchResult cell) -> cell.group(1).replace("\"\"", "\""))
                    .toList();
            assertThat(cells).as(row).hasSize(3).noneMatch(String::isBlank);
            listed.add(cells.get(0) + ": " + cells.get(1));
        }
        return listed;
    }
}
