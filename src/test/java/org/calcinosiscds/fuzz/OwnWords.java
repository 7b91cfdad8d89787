package org.calcinosiscds.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.Fhir;

/**
 * The words that a message of the service may consist of: those that are in its classes, its content or FHIR. A word that is in none
 * of them came from the input, and may be anybody's name. So nobody has to keep a list of messages.
 */
public final class OwnWords {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
    /** What may stand beside the words: numbers of places and limits, and marks. Nothing that a number or date of a record needs. */
    private static final Pattern BESIDE =
            Pattern.compile("\\bR4\\b|UTF-8|[A-Za-z \\[\\]?_,;'()/$*\"]|[.:-](?!\\d)|\\b\\d{1,9}\\b");

    private final Set<String> words = new HashSet<>();

    /** @param more that are part of the service in this test, such as keys of its prefetch */
    public OwnWords(String... more) {
        Stream.of(Path.of("target/classes/org/calcinosiscds"), Path.of("fhir-resources"))
                .flatMap(OwnWords::files)
                .forEach(file -> add(read(file)));
        words.addAll(Fhir.names());
        FhirContext.forR4Cached().getElementDefinitions().forEach(type -> add(type.getName()));
        Arrays.stream(more).forEach(this::add);
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(each -> each.toString().endsWith(".class")
                            || each.toString().contains("PlanDefinition-"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String text) {
        WORD.matcher(text).results().map(MatchResult::group).forEach(words::add);
    }

    /** Fails when a refusal repeats its input or says nothing. */
    public void check(List<OutcomeIssue> issues) {
        assertThat(issues).isNotEmpty();
        for (OutcomeIssue issue : issues) {
            check(issue.diagnostics());
            check(String.valueOf(issue.expression()));
            assertThat(issue.diagnostics()).endsWith(".");
        }
    }

    private void check(String message) {
        assertThat(WORD.matcher(message).results().map(MatchResult::group))
                .as("words of \"%s\"", message)
                .allMatch(words::contains);
        assertThat(BESIDE.matcher(message).replaceAll(""))
                .as("what is beside the words of \"%s\"", message)
                .isEmpty();
    }
}
