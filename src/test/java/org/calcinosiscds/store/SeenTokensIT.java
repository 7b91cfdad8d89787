package org.calcinosiscds.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SeenTokensIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Instant EXPIRES = NOW.plusSeconds(300);

    private final StoreSettings settings;
    private final Store store;
    private final SeenTokens tokens;

    SeenTokensIT(TestDatabase database) {
        settings = database.fresh();
        store = new Store(settings).open();
        tokens = new StoredTokens(store, PATIENCE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void tokenIsNewOnceForEachIssuer() {
        assertThat(tokens.isNew("https://a.example.org", "1", EXPIRES)).isTrue();
        assertThat(tokens.isNew("https://a.example.org", "1", EXPIRES)).isFalse();
        assertThat(tokens.isNew("https://b.example.org", "1", EXPIRES)).isTrue();
        assertThat(tokens.isNew("https://a.example.org", "2", EXPIRES)).isTrue();
    }

    @Test
    void whatOneReplicaHasSeenIsKnownToTheOther() {
        try (Store other = new Store(settings).open()) {
            assertThat(tokens.isNew("https://a.example.org", "1", EXPIRES)).isTrue();
            assertThat(new StoredTokens(other, PATIENCE).isNew("https://a.example.org", "1", EXPIRES))
                    .isFalse();
        }
    }

    @Test
    void ofManyAtOnceOneIsFirst() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> calls = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(number -> () -> store.write(PATIENCE, jdbc -> true)
                            && tokens.isNew("https://a.example.org", "same", EXPIRES))
                    .toList();
            int first = 0;
            for (Future<Boolean> call : callers.invokeAll(calls)) {
                first += call.get() ? 1 : 0;
            }

            assertThat(first).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void expiredTokenIsForgotten() {
        tokens.isNew("https://a.example.org", "old", NOW.minusSeconds(1));
        tokens.isNew("https://a.example.org", "young", NOW.plusSeconds(1));

        new Retention(store, settings, Clock.fixed(NOW, ZoneOffset.UTC)).purge();

        int left = store.read(
                PATIENCE,
                jdbc -> jdbc.sql("select count(*) from jti_seen")
                        .query(Integer.class)
                        .single());
        assertThat(left).isEqualTo(1);
        assertThat(tokens.isNew("https://a.example.org", "young", EXPIRES)).isFalse();
    }
}
