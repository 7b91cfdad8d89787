package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.JWK;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.time.Retry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that a client publishes at a URL.
 *
 * <p>They are fetched beforehand and again every few minutes, never by the thread of a call. A key that is not known yet makes one
 * fetch, which the call waits for a moment, so that a client may sign with a new key as soon as it is published; strangers who invent
 * key ids cause no more than one fetch in half a minute. While the URL does not answer, the last keys hold for some hours, and it is
 * asked again soon.
 */
final class RemoteJwkSet {
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    static final Duration BETWEEN_UNKNOWN = Duration.ofSeconds(30);

    /** After a fetch that failed; twice as long after the next one, up to half a minute. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration MAX_RETRY_DELAY = Duration.ofSeconds(32);

    private static final Logger log = LoggerFactory.getLogger(RemoteJwkSet.class);

    private final String client;
    private final String host;
    private final Source source;
    private final Executor executor;
    private final Duration holdFor;
    private final LongSupplier nanoTime;
    private final MeterRegistry meters;
    private final AtomicReference<@Nullable CompletableFuture<Void>> underWay = new AtomicReference<>();
    private final Retry retry = new Retry(FIRST_RETRY, MAX_RETRY_DELAY);
    private volatile @Nullable Known known;
    private volatile long lastForUnknown;
    private volatile long due;
    private volatile String lastFetch = KeyState.NEVER_FETCHED;

    /** Where the keys come from. */
    interface Source {
        List<JWK> fetch() throws RemoteCallException;
    }

    /**
     * @param client name of the client
     * @param host of the URL, for the log
     * @param executor that fetches
     * @param holdFor how long keys are used after they were fetched
     * @param nanoTime {@link System#nanoTime()}
     */
    RemoteJwkSet(
            String client,
            String host,
            Source source,
            Executor executor,
            Duration holdFor,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.client = client;
        this.host = host;
        this.source = source;
        this.executor = executor;
        this.holdFor = holdFor;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.due = nanoTime.getAsLong();
        this.lastForUnknown = due - BETWEEN_UNKNOWN.toNanos();
    }

    /** Keys of that id among those that were fetched. */
    List<JWK> known(String kid) {
        return current().stream().filter(key -> kid.equals(key.getKeyID())).toList();
    }

    /** Fetches for a key id that is not known, unless that was done a moment ago; completed when there is nothing to wait for. */
    CompletableFuture<Void> fetchForUnknown() {
        return mayFetchForUnknown() ? refresh() : CompletableFuture.completedFuture(null);
    }

    boolean areKnown() {
        return !current().isEmpty();
    }

    KeyState state() {
        return new KeyState(areKnown(), age(), lastFetch);
    }

    private @Nullable Duration age() {
        Known now = known;
        return now == null ? null : Duration.ofNanos(nanoTime.getAsLong() - now.since);
    }

    /** Fetches when it is time to; called every second. */
    void refreshIfDue() {
        if (nanoTime.getAsLong() - due >= 0) {
            CompletableFuture<Void> unused = refresh();
        }
    }

    private List<JWK> current() {
        Known now = known;
        return now == null || nanoTime.getAsLong() - now.since > holdFor.toNanos() ? List.of() : now.keys;
    }

    private synchronized boolean mayFetchForUnknown() {
        long now = nanoTime.getAsLong();
        // Without any key no call of this client can be answered, so it is worth asking more often.
        Duration between = areKnown() ? BETWEEN_UNKNOWN : FIRST_RETRY;
        if (now - lastForUnknown < between.toNanos()) {
            // A fetch for another unknown key may be running and may bring this one.
            return underWay.get() != null;
        }
        lastForUnknown = now;
        return true;
    }

    /** One fetch at a time; other callers wait for its result. */
    private CompletableFuture<Void> refresh() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Void> running = underWay.compareAndExchange(null, started);
        if (running != null) {
            return running;
        }
        try {
            executor.execute(() -> fetch(started));
        } catch (RejectedExecutionException e) {
            underWay.set(null);
            started.complete(null);
        }
        return started;
    }

    private void fetch(CompletableFuture<Void> started) {
        dueIn(MAX_RETRY_DELAY);
        try {
            List<JWK> keys = source.fetch();
            long now = nanoTime.getAsLong();
            if (!areKnown()) {
                // A fetch that began without keys says nothing about a key that is missing now.
                lastForUnknown = now - BETWEEN_UNKNOWN.toNanos();
            }
            known = new Known(keys, now);
            retry.succeeded();
            dueIn(REFRESH_AFTER);
            count("ok");
        } catch (RemoteCallException e) {
            failed(e.problem().name());
        } catch (IllegalArgumentException e) {
            failed("NO_JWK_SET");
        } finally {
            underWay.set(null);
            started.complete(null);
        }
    }

    private void dueIn(Duration pause) {
        due = nanoTime.getAsLong() + pause.toNanos();
    }

    private void failed(String problem) {
        dueIn(retry.failed());
        count(problem.toLowerCase(Locale.ROOT));
        log.atWarn()
                .addKeyValue("client", client)
                .addKeyValue("host", host)
                .addKeyValue("problem", problem)
                .addKeyValue("keysKnown", areKnown())
                .log("Could not fetch the keys of a client.");
    }

    /** So that an operator sees a client's keys fail hours before its calls do. */
    private void count(String outcome) {
        lastFetch = outcome;
        meters.counter("calcinosis.keys.fetches", "client", client, "outcome", outcome)
                .increment();
    }

    private record Known(List<JWK> keys, long since) {}
}
