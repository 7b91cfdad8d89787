package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL takes five seconds to store feedback: feedback is refused in time, and hooks are answered as before. */
@Tag("fault")
class SlowStoreTests {
    private static final int RATE = 20;
    private static final int CALLS = Length.of(200, 200);
    private static final Pattern CARD = Pattern.compile("\"uuid\":\"([0-9a-f-]{36})\"");

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void feedbackIsRefusedInTimeAndHooksAreAnswered() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                ServiceProcess service =
                        new ServiceProcess("512m", database.getJdbcUrl("postgres", "postgres"), folder)) {
            PatientCalls calls = new PatientCalls(service);
            load(calls, 50, 15);
            String feedback = feedback(calls);
            execute(database, """
                    create function slow() returns trigger language plpgsql
                    as $$ begin perform pg_sleep(5); return new; end $$""");
            execute(database, "create trigger slow before insert on feedback for each row execute function slow()");
            long begin = System.nanoTime();
            int during = send(service, feedback);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            Load.Figures hooks = load(calls, RATE, CALLS / RATE);
            execute(database, "drop trigger slow on feedback");
            int after = awaitStored(service, feedback);

            FigureFile.row(
                    "PostgreSQL takes 5 s to store feedback",
                    "feedback: %d after %d ms, %d once it is fast again; hooks: statuses %s, p99 %.0f ms",
                    during,
                    millis,
                    after,
                    hooks.statuses(),
                    hooks.p99());
            assertThat(during).isEqualTo(503);
            assertThat(hooks.statuses().keySet()).isSubsetOf(Length.GOOD);
            assertThat(after).isEqualTo(200);
        }
    }

    private static void execute(EmbeddedPostgres database, String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Load.Figures load(PatientCalls calls, int rate, int seconds) throws InterruptedException {
        return new Load(number -> calls.about(number).build()).run(rate, Duration.ofSeconds(seconds));
    }

    /** An answer to a card that the service has just given. */
    private String feedback(PatientCalls calls) throws IOException, InterruptedException {
        Matcher card = CARD.matcher(
                client.send(calls.about(1).build(), BodyHandlers.ofString()).body());
        assertThat(card.find()).isTrue();
        return "{\"feedback\":[{\"card\":\"%s\",\"outcome\":\"overridden\",\"outcomeTimestamp\":\"%s\"}]}"
                .formatted(card.group(1), Instant.now());
    }

    private int send(ServiceProcess service, String feedback) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + service.port + PatientCalls.SERVICE + "/feedback"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(feedback))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** The status of the first answer that is no refusal, or of the last within ten seconds. */
    private int awaitStored(ServiceProcess service, String feedback) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        int status = send(service, feedback);
        while (status == 503 && System.nanoTime() < end) {
            Thread.sleep(500);
            status = send(service, feedback);
        }
        return status;
    }
}
