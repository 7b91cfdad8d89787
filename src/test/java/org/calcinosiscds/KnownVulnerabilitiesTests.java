package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is on the class path is newer than every version in {@code known-vulnerable.txt}. */
class KnownVulnerabilitiesTests {
    private static final String CLASS_PATH =
            System.getProperty("java.class.path").replace('\\', '/');

    @Test
    void nothingOnTheClassPathIsKnownToBeVulnerable() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("src/test/resources/known-vulnerable.txt")).stream()
                .filter(row -> !row.startsWith("#"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> {
            String[] cells = row.split("\\s+", 3);
            List<String> present = versions(cells[0]);
            assertThat(present).as("a row is about what is used").isNotEmpty();
            assertThat(present).noneMatch(version -> isBefore(version, cells[1]));
        });
    }

    @Test
    void versionsAreComparedByNumbers() {
        assertThat(isBefore("1.0.8", "1.0.9")).isTrue();
        assertThat(isBefore("42.7.13", "42.7.7")).isFalse();
        assertThat(isBefore("3.41.2", "3.41.2.2")).isTrue();
        assertThat(isBefore("32.0.0-jre", "32.0.0")).isFalse();
    }

    /** On the class path, of {@code group:artifact}. */
    private static List<String> versions(String artifact) {
        String[] names = artifact.split(":");
        String folder = names[0].replace('.', '/') + "/" + names[1];
        Pattern jar = Pattern.compile(
                Pattern.quote("/" + folder + "/") + "([^/]+)/" + Pattern.quote(names[1]) + "-\\1\\.jar");
        return jar.matcher(CLASS_PATH)
                .results()
                .map(MatchResult::group)
                .map(found -> found.split("/"))
                .map(parts -> parts[parts.length - 2])
                .toList();
    }

    private static boolean isBefore(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other)) < 0;
    }

    private static BigInteger[] numbers(String version) {
        return Arrays.stream(version.replaceFirst("[-_.][A-Za-z].*", "").split("[.-]"))
                .map(BigInteger::new)
                .toArray(BigInteger[]::new);
    }
}
