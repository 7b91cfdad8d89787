package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.calcinosiscds.outbound.NoAnswerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that a client publishes at a URL.
 *
 * <p>They are fetched beforehand and again every few minutes, never by the thread of a call. A key that is not known yet makes one
 * fetch, which the call waits for a moment, so that a client may sign with a new key as soon as it is published; strangers who invent
 * key ids cause no more than one fetch in half a minute. While the URL does not answer, the last keys hold for some hours.
 */
final class PublishedKeys implements ClientKeys {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    static final Duration HOLD_FOR = Duration.ofHours(4);
    static final Duration BETWEEN_UNKNOWN = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

    private final String client;
    private final Source source;
    private final Executor executor;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable CompletableFuture<Void>> underWay = new AtomicReference<>();
    private volatile @Nullable Known known;
    private volatile long lastForUnknown;

    /** Where the keys come from. */
    interface Source {
        List<JWK> fetch() throws NoAnswerException;
    }

    /**
     * @param executor that fetches
     * @param patience how long a call waits for a key that is not known yet
     * @param nanoTime {@link System#nanoTime()}
     */
    PublishedKeys(String client, Source source, Executor executor, Duration patience, LongSupplier nanoTime) {
        this.client = client;
        this.source = source;
        this.executor = executor;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.lastForUnknown = nanoTime.getAsLong() - BETWEEN_UNKNOWN.toNanos();
    }

    @Override
    public List<JWK> ofId(String kid) {
        List<JWK> keys = select(kid);
        if (keys.isEmpty() && mayFetchForUnknown()) {
            await(refresh());
            keys = select(kid);
        }
        return keys;
    }

    @Override
    public boolean areKnown() {
        return !current().isEmpty();
    }

    /** Fetches when it is time to, or when there is nothing yet; called every half minute. */
    void refreshIfDue() {
        Known now = known;
        if (now == null || nanoTime.getAsLong() - now.since >= REFRESH_AFTER.toNanos()) {
            CompletableFuture<Void> unused = refresh();
        }
    }

    private List<JWK> select(String kid) {
        return current().stream().filter(key -> kid.equals(key.getKeyID())).toList();
    }

    private List<JWK> current() {
        Known now = known;
        return now == null || nanoTime.getAsLong() - now.since > HOLD_FOR.toNanos() ? List.of() : now.keys;
    }

    private synchronized boolean mayFetchForUnknown() {
        long now = nanoTime.getAsLong();
        if (now - lastForUnknown < BETWEEN_UNKNOWN.toNanos()) {
            // Somebody else's unknown key may be fetched just now, and be this one.
            return underWay.get() != null;
        }
        lastForUnknown = now;
        return true;
    }

    /** One fetch at a time; whoever comes meanwhile gets that one. */
    private CompletableFuture<Void> refresh() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> running = underWay.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        try {
            executor.execute(() -> fetch(mine));
        } catch (RejectedExecutionException e) {
            underWay.set(null);
            mine.complete(null);
        }
        return mine;
    }

    private void fetch(CompletableFuture<Void> mine) {
        try {
            known = new Known(source.fetch(), nanoTime.getAsLong());
        } catch (NoAnswerException e) {
            warn(e.problem().name());
        } catch (IllegalArgumentException e) {
            warn("NO_JWK_SET");
        } finally {
            underWay.set(null);
            mine.complete(null);
        }
    }

    private void warn(String problem) {
        log.atWarn()
                .addKeyValue("client", client)
                .addKeyValue("problem", problem)
                .addKeyValue("keysKnown", areKnown())
                .log("Could not fetch the keys of a client.");
    }

    private void await(CompletableFuture<Void> refresh) {
        try {
            refresh.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The call is answered with what is known.
        }
    }

    private record Known(List<JWK> keys, long since) {}
}
