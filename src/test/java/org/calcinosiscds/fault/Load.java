package org.calcinosiscds.fault;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a fixed rate, whether or not the service keeps up. Times count from when a request was due. Requests that are due
 * while as many as allowed are under way are not sent.
 */
final class Load {
    private static final int MAX_IN_FLIGHT = 400;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final IntFunction<HttpRequest> requests;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsent = new AtomicInteger();

    private record Answer(int status, long nanos) {}

    /**
     * What came of it.
     *
     * @param seconds from the first request to the last answer
     * @param unsent requests that were due while too many were under way
     * @param statuses how many answers of each status; 0 for no answer
     * @param p50 milliseconds of answers 200, like the others
     * @param refusedP99 milliseconds of answers 503; 0 when there are none
     */
    record Figures(
            double seconds, int unsent, Map<Integer, Integer> statuses, double p50, double p99, double refusedP99) {
        int good() {
            return statuses.getOrDefault(200, 0);
        }

        double goodPerSecond() {
            return good() / seconds;
        }
    }

    /** @param requests by number */
    Load(IntFunction<HttpRequest> requests) {
        this.requests = requests;
    }

    Figures run(int perSecond, Duration time) throws InterruptedException {
        Semaphore free = new Semaphore(MAX_IN_FLIGHT);
        long begin = System.nanoTime();
        long count = perSecond * time.toSeconds();
        for (int number = 0; number < count; number++) {
            long due = begin + number * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (free.tryAcquire()) {
                client.sendAsync(requests.apply(number), BodyHandlers.ofString())
                        .whenComplete((response, failure) -> {
                            answers.add(new Answer(status(response), System.nanoTime() - due));
                            free.release();
                        });
            } else {
                unsent.incrementAndGet();
            }
        }
        free.acquire(MAX_IN_FLIGHT);
        return figures((System.nanoTime() - begin) / 1e9);
    }

    private static int status(@Nullable HttpResponse<String> response) {
        return response == null ? 0 : response.statusCode();
    }

    private Figures figures(double seconds) {
        Map<Integer, Integer> statuses = new TreeMap<>();
        answers.forEach(answer -> statuses.merge(answer.status(), 1, Integer::sum));
        return new Figures(
                seconds, unsent.get(), statuses, percentile(200, 0.5), percentile(200, 0.99), percentile(503, 0.99));
    }

    private double percentile(int status, double share) {
        long[] sorted = answers.stream()
                .filter(answer -> answer.status() == status)
                .mapToLong(Answer::nanos)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
