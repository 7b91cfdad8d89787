package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Resources of nobody reach the patients who refer to them in two ways, which answer alike; so do one thread and four. */
class SharedResourcesTests {
    private static final Pattern JOIN_BY_REFERENCE =
            Pattern.compile("(\\w+Join)[^\\n]*\\nLeft keys \\[1\\]: \\[reference#");

    @TempDir
    static Path folder = Path.of("");

    /** Notes how Spark means to do what it is asked. Spark makes one of its own. */
    public static final class Plans extends SparkListener {
        static final List<String> PLANS = new CopyOnWriteArrayList<>();

        @Override
        public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof SparkListenerSQLExecutionStart start) {
                PLANS.add(start.physicalPlanDescription());
            }
        }
    }

    @Test
    void sentToEveryTaskOrSortedBesideTheOthersTheyAreAnsweredAlike() throws IOException {
        new CommandLine(new GenerateCommand())
                .execute("--out", folder.resolve("in").toString(), "--seed", "3", "--patients", "80");
        System.setProperty("spark.extraListeners", Plans.class.getName());
        System.setProperty("spark.master", "local[1]");

        JsonNode sent = run("sent");
        assertThat(joinsOfReferences()).containsExactly("BroadcastHashJoin");
        Plans.PLANS.clear();
        System.setProperty("spark.master", "local[4]");
        System.setProperty("spark.sql.autoBroadcastJoinThreshold", "-1");
        JsonNode sorted = run("sorted");

        assertThat(joinsOfReferences()).containsExactly("SortMergeJoin");
        assertThat(sorted.path("rowsSha256")).isEqualTo(sent.path("rowsSha256"));
        assertThat(sorted.path("lines")).isEqualTo(sent.path("lines"));
    }

    /** How what resources refer to is looked for. */
    private static Set<String> joinsOfReferences() {
        return Plans.PLANS.stream()
                .flatMap(plan -> JOIN_BY_REFERENCE.matcher(plan).results())
                .map(join -> join.group(1))
                .collect(Collectors.toSet());
    }

    private static JsonNode run(String out) throws IOException {
        assertThat(PopulationCommand.run(
                        Clock.systemUTC(),
                        "--in",
                        folder.resolve("in").toString(),
                        "--out",
                        folder.resolve(out).toString(),
                        "--as-of",
                        "2026-11-21T09:00:00Z",
                        "--format",
                        "parquet,ndjson",
                        "--max-errors",
                        "5%",
                        "--partitions",
                        "2"))
                .isLessThan(2);
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("manifest.json").toFile());
    }

    @AfterEach
    void forget() {
        System.clearProperty("spark.extraListeners");
        System.clearProperty("spark.master");
        System.clearProperty("spark.sql.autoBroadcastJoinThreshold");
    }
}
