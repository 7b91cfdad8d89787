package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the bill of materials that goes into the jar with {@code reviewed-libraries.txt}: each library in exactly the version that
 * was reviewed, and a review that was not old at the release. With {@code -Dlibraries.write=true} the list is written anew.
 */
class ReviewedLibrariesTests {
    private static final Path LIST = Path.of("src/test/resources/reviewed-libraries.txt");
    private static final Path BILL = Path.of("target/classes/META-INF/sbom/application.cdx.json");
    private static final int MAX_AGE_DAYS = 90;
    private static final Pattern REVIEWED = Pattern.compile("(?m)^# Reviewed: (\\d{4}-\\d{2}-\\d{2})$");
    private static final Pattern RELEASED =
            Pattern.compile("<project.build.outputTimestamp>(.+)</project.build.outputTimestamp>");

    @Test
    void everyLibraryIsListedInItsVersionAndNoOther() throws IOException {
        List<String> shipped = shipped();
        if (Boolean.getBoolean("libraries.write")) {
            Stream<String> head = Files.readAllLines(LIST).stream().filter(line -> line.startsWith("#"));
            Files.write(LIST, Stream.concat(head, shipped.stream()).toList());
        }

        assertThat(rows()).hasSizeGreaterThan(50).containsExactlyElementsOf(shipped);
    }

    @Test
    void reviewIsNotOldAtTheRelease() throws IOException {
        LocalDate reviewed = LocalDate.parse(find(REVIEWED, LIST));
        LocalDate released =
                OffsetDateTime.parse(find(RELEASED, Path.of("pom.xml"))).toLocalDate();

        assertThat(reviewed).as("day of the review").isAfterOrEqualTo(released.minusDays(MAX_AGE_DAYS));
    }

    @Test
    void rowsOfKnownVulnerabilitiesAreAboutShippedLibraries() throws IOException {
        List<String> names = rows().stream().map(row -> row.split(" ")[0]).toList();

        assertThat(Files.readAllLines(Path.of("src/test/resources/known-vulnerable.txt")).stream()
                        .filter(row -> !row.startsWith("#"))
                        .map(row -> row.split("\\s+")[0]))
                .isSubsetOf(names);
    }

    /** Rows like those of the list, of the bill of materials that {@code mvn process-test-classes} makes. */
    private static List<String> shipped() throws IOException {
        var components = new JsonMapper().readTree(Files.readString(BILL)).required("components");
        return StreamSupport.stream(components.spliterator(), false)
                .map(each -> each.required("group").asString() + ":"
                        + each.required("name").asString() + " "
                        + each.required("version").asString())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(LIST).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static String find(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
