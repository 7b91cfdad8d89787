package org.calcinosiscds.fhirclient;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits concurrent queries to one FHIR server and opens a circuit breaker after repeated failures. Calls that would wait for a dead server
 * until their deadline would else use up the capacity for calls that need no server or another one. The clients of the server share it, and
 * all clients share the threads.
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

    private final Bulkhead queries;
    private final Bulkhead threads;
    private final CircuitBreaker breaker;

    /**
     * @param origin for the log
     * @param queries to this server
     * @param threads for queries to all servers
     */
    ServerBulkhead(String origin, FetchSettings settings, Bulkhead queries, Bulkhead threads) {
        this.queries = queries;
        this.threads = threads;
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

    /** True when the client may send one more query, as soon as that is before the deadline; it must {@link #leave} later. */
    boolean enter(String client, Deadline deadline) {
        try {
            if (!queries.enter(client, deadline)) {
                return false;
            }
            boolean isIn = false;
            try {
                isIn = threads.enter(client, deadline);
                return isIn;
            } finally {
                if (!isIn) {
                    queries.leave(client);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same without waiting. */
    boolean enterNow(String client) {
        if (!queries.enter(client)) {
            return false;
        }
        if (threads.enter(client)) {
            return true;
        }
        queries.leave(client);
        return false;
    }

    void leave(String client) {
        threads.leave(client);
        queries.leave(client);
    }

    /** The answer to a query, or that the server is not asked because its circuit breaker is open. */
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
