package org.calcinosiscds.fhirclient;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one server: so many queries at the same time, and none for a moment after most have failed. Calls that would wait for a dead
 * server until their deadline would else take the room of calls that need no server or another one.
 */
final class ServerBulkhead {
    private static final Logger log = LoggerFactory.getLogger(ServerBulkhead.class);

    /** A query that was given less says nothing of the server when it comes to nothing. */
    private static final long FAIR_NANOS = Duration.ofMillis(200).toNanos();

    /** Of the last 40 queries, which are those of two calls or more, half failed; then ten, about one call, try again. */
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(40)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(50)
            .permittedNumberOfCallsInHalfOpenState(10)
            .build();

    private final Semaphore permits;
    private final CircuitBreaker breaker;

    /** @param origin for the log */
    ServerBulkhead(String origin, FetchSettings settings) {
        this.permits = new Semaphore(settings.perServer());
        this.breaker = settings.openDuration().isZero()
                ? CircuitBreaker.of(origin, BREAKER)
                : CircuitBreaker.of(
                        origin,
                        CircuitBreakerConfig.from(BREAKER)
                                .waitDurationInOpenState(settings.openDuration())
                                .build());
        if (settings.openDuration().isZero()) {
            breaker.transitionToDisabledState();
        }
        breaker.getEventPublisher()
                .onStateTransition(event -> log.atWarn()
                        .addKeyValue("server", origin)
                        .addKeyValue("breaker", event.getStateTransition().getToState())
                        .log("A FHIR server changed."));
    }

    /** True when there is room for one more at the same time, who must {@link #leave} later. */
    boolean enter(Deadline deadline) {
        try {
            return permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same without waiting. */
    boolean enterNow() {
        return permits.tryAcquire();
    }

    void leave() {
        permits.release();
    }

    /** The answer to a query, or that the server is given a rest. */
    QueryResult ask(Supplier<QueryResult> query, Deadline deadline) {
        if (!breaker.tryAcquirePermission()) {
            return new QueryResult.Failed(Problem.RESTING, false);
        }
        long given = deadline.remaining().toNanos();
        @Nullable QueryResult answer = null;
        try {
            answer = query.get();
            return answer;
        } finally {
            note(answer, given);
        }
    }

    private void note(@Nullable QueryResult answer, long given) {
        if (answer == null || (isFailure(answer) && given < FAIR_NANOS)) {
            breaker.releasePermission();
        } else if (isFailure(answer)) {
            breaker.onError(given, TimeUnit.NANOSECONDS, new IllegalStateException());
        } else {
            breaker.onSuccess(given, TimeUnit.NANOSECONDS);
        }
    }

    /** Of the server as a whole: a refusal is about this token or this patient. */
    private static boolean isFailure(QueryResult answer) {
        return answer instanceof QueryResult.Failed failed
                && (failed.problem() == Problem.UNREACHABLE
                        || failed.problem() == Problem.TIMEOUT
                        || failed.problem() == Problem.FAILED);
    }
}
