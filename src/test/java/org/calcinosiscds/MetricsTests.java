package org.calcinosiscds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} names each metric of ours as Prometheus spells it, and no other. */
class MetricsTests {
    private static final Pattern MADE = Pattern.compile(
            "(?:String \\w+_METRIC = |(?:count|counter|timer|gauge|summary|timeGauge|[a-z]*[bB]uilder)\\(\\s*)\"(calcinosis\\.[a-z.]+)\"");
    private static final Pattern NAMED = Pattern.compile("`(calcinosis_[a-z_]+?)(?:_total|_seconds)?`");

    @Test
    void everyMetricIsDescribedForOperators() throws IOException {
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher metric = MADE.matcher(Files.readString(file));
                while (metric.find()) {
                    made.add(metric.group(1).replace('.', '_'));
                }
            }
        }
        Set<String> named = new TreeSet<>();
        Matcher name = NAMED.matcher(Files.readString(Path.of("docs/operations.md")));
        while (name.find()) {
            named.add(name.group(1));
        }
        assertThat(made).hasSizeGreaterThan(12);
        assertThat(named).containsExactlyInAnyOrderElementsOf(made);
    }
}
