package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.store.SeenTokens;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Prevents a token from being accepted twice: by this process, which keeps tokens in memory, and by its replicas, which share a store.
 * While
 * the store does not answer, a token could be used once at each replica.
 *
 * <p>Each client has its own limit to the tokens that are remembered at a time, so that none uses up the memory of all. At the limit a
 * token counts only if the store remembers it; without a store, or while it does not answer, it is refused until older ones expire.
 */
final class TokenReplayCache {
    private static final int BETWEEN_PURGES = 1000;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final @Nullable SeenTokens shared;
    private final OnStoreFailure onStoreFailure;
    private final MeterRegistry meters;
    private final int maxPerClient;
    private final ConcurrentMap<String, ConcurrentMap<String, Life>> seen = new ConcurrentHashMap<>();
    private final AtomicInteger sincePurge = new AtomicInteger();

    /**
     * @param nanoTime {@link System#nanoTime()}
     * @param shared null when there is no store
     * @param maxPerClient tokens of one issuer that are remembered here at a time
     */
    TokenReplayCache(
            Clock clock,
            LongSupplier nanoTime,
            @Nullable SeenTokens shared,
            OnStoreFailure onStoreFailure,
            int maxPerClient,
            MeterRegistry meters) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.shared = shared;
        this.onStoreFailure = onStoreFailure;
        this.maxPerClient = maxPerClient;
        this.meters = meters;
    }

    /**
     * Notes a token whose signature was good.
     *
     * @param until after which it is refused for its age, so that it need not be remembered
     * @return whether it was not known; of callers at the same time, exactly one is told so
     */
    boolean isFirst(String issuer, String jti, Instant until) {
        if (sincePurge.incrementAndGet() >= BETWEEN_PURGES) {
            sincePurge.set(0);
            purge();
        }
        ConcurrentMap<String, Life> ofClient = seen.computeIfAbsent(issuer, key -> new ConcurrentHashMap<>());
        if (ofClient.containsKey(jti)) {
            return false;
        }
        if (ofClient.size() >= maxPerClient) {
            meters.counter("calcinosis.tokens.unremembered").increment();
            return shared != null && isFirstOfAll(shared, issuer, jti, until, OnStoreFailure.REJECT);
        }
        long life = Duration.between(clock.instant(), until).toNanos();
        return ofClient.putIfAbsent(jti, new Life(until, nanoTime.getAsLong() + life)) == null
                && (shared == null || isFirstOfAll(shared, issuer, jti, until, onStoreFailure));
    }

    /** By both clocks: otherwise setting the wall clock forward and back would let used tokens in again. */
    private void purge() {
        Instant now = clock.instant();
        long nanos = nanoTime.getAsLong();
        seen.values()
                .forEach(ofClient -> ofClient.values()
                        .removeIf(life -> life.until().isBefore(now) && life.untilNanos() - nanos < 0));
    }

    private boolean isFirstOfAll(SeenTokens store, String issuer, String jti, Instant until, OnStoreFailure otherwise) {
        try {
            return store.isNew(issuer, jti, until);
        } catch (StoreUnavailableException e) {
            meters.counter("calcinosis.tokens.unshared").increment();
            return otherwise == OnStoreFailure.ACCEPT;
        }
    }

    private record Life(Instant until, long untilNanos) {}
}
