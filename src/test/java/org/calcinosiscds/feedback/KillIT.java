package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after kill -9, and nothing is there by halves. */
class KillIT {
    private static final int CYCLES = Integer.getInteger("kill.cycles", 20);
    private static final int FEWEST = 3;
    private static final Duration MAX_TIME = Duration.ofSeconds(Integer.getInteger("kill.seconds", 20));

    @TempDir
    private Path folder;

    private final Random random = new Random(20261121);

    @Test
    void noAcknowledgedFeedbackIsLostWhenTheProcessIsKilled() throws Exception {
        String url = TestDatabase.SQLITE.freshUrl();

        assertAllIsKept(writeAndKillAgainAndAgain(url), url);
    }

    @Test
    void noAcknowledgedFeedbackIsLostWhenTheProcessAndPostgresqlAreKilled() throws Exception {
        Path data = folder.resolve("postgresql");
        List<String> acknowledged = new ArrayList<>();
        EmbeddedPostgres first = durable(data);
        try {
            acknowledged.addAll(writeAndKillAgainAndAgain(url(first)));
            acknowledged.addAll(writeWhile(url(first), process -> kill(data)));
        } finally {
            first.close();
        }

        try (EmbeddedPostgres second = durable(data)) {
            assertAllIsKept(acknowledged, url(second));
        }
    }

    private static void assertAllIsKept(List<String> acknowledged, String url) {
        Map<String, Integer> kept = kept(url);

        assertThat(acknowledged).isNotEmpty();
        assertThat(kept.keySet()).containsAll(acknowledged);
        assertThat(kept.values()).containsOnly(3);
    }

    private List<String> writeAndKillAgainAndAgain(String url) throws IOException, InterruptedException {
        List<String> acknowledged = new ArrayList<>();
        long end = System.nanoTime() + MAX_TIME.toNanos();
        for (int cycle = 0; cycle < CYCLES && (cycle < FEWEST || System.nanoTime() < end); cycle++) {
            List<String> ofThisCycle = writeWhile(url, process -> {});
            assertThat(ofThisCycle).isNotEmpty();
            acknowledged.addAll(ofThisCycle);
        }
        return acknowledged;
    }

    /** Zonky's servers are made for tests that lose nothing when they lose everything. */
    private static EmbeddedPostgres durable(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    private static String url(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Kill -9 of the server; what it had started ends when it sees that. */
    private static void kill(Path data) {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> children = server.descendants().toList();
            server.destroyForcibly();
            server.onExit().join();
            children.forEach(child -> child.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what the process said to have kept before it was killed, after something else was */
    private List<String> writeWhile(String url, Consumer<Process> first) throws IOException, InterruptedException {
        int batches = 1 + random.nextInt(200);
        Path output = Files.createTempFile(folder, "writer", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        url)
                .redirectOutput(output.toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            while (process.isAlive() && said(output).size() < batches) {
                Thread.sleep(5);
            }
            first.accept(process);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return said(output);
    }

    /** The log goes to the same place; a batch is a UUID and the end of its line. */
    private static List<String> said(Path output) throws IOException {
        return Pattern.compile("^[0-9a-f-]{36}$(?=\n)", Pattern.MULTILINE)
                .matcher(Files.readString(output))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static Map<String, Integer> kept(String url) {
        Map<String, Integer> kept = new HashMap<>();
        try (Store store = new Store(TestDatabase.settings(url)).open()) {
            store.read(Duration.ofSeconds(20), jdbc -> {
                jdbc.sql("select comment, count(*) as items from feedback group by comment")
                        .query(row -> {
                            kept.put(row.getString("comment"), row.getInt("items"));
                        });
                return kept.size();
            });
        }
        return kept;
    }
}
