package org.calcinosiscds.fault;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends requests at a fixed rate, whether or not the service keeps up, or as fast as it answers. Times count from when a request was
 * due. Requests that are due while as many as allowed are under way are not sent.
 */
final class Load {
    private static final int MAX_IN_FLIGHT = 400;

    private final IntFunction<HttpRequest> requests;
    private final ExecutorService callers = Executors.newCachedThreadPool();

    /** The one that was used last comes first, as in the pools of usual clients. */
    private final ConcurrentLinkedDeque<CallerConnection> idle = new ConcurrentLinkedDeque<>();

    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger unsent = new AtomicInteger();

    private record Answer(int status, long nanos) {}

    /**
     * What came of it.
     *
     * @param seconds from the first request to the last answer
     * @param cpuSeconds processor time of this process, which makes the requests
     * @param unsent requests that were due while too many were under way
     * @param statuses how many answers of each status; 0 for no answer
     * @param failures why there was no answer, with how often
     * @param p50 milliseconds of answers 200, like the others
     * @param refusedP99 milliseconds of answers 503; 0 when there are none
     */
    record Figures(
            double seconds,
            double cpuSeconds,
            int unsent,
            Map<Integer, Integer> statuses,
            Map<String, Integer> failures,
            double p50,
            double p99,
            double refusedP99) {
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

    /** At a fixed rate. */
    Figures run(int perSecond, Duration time) throws InterruptedException {
        Semaphore free = new Semaphore(MAX_IN_FLIGHT);
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        long count = perSecond * time.toSeconds();
        for (int number = 0; number < count; number++) {
            long due = begin + number * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (free.tryAcquire()) {
                send(number, due, free);
            } else {
                unsent.incrementAndGet();
            }
        }
        free.acquire(MAX_IN_FLIGHT);
        return ended(begin, cpu);
    }

    /** As fast as the service answers so many callers, each of which waits for its answer before it calls again. */
    Figures closed(int several, Duration time) throws InterruptedException {
        Semaphore free = new Semaphore(several);
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        for (int number = 0; System.nanoTime() - begin < time.toNanos(); number++) {
            free.acquire();
            send(number, System.nanoTime(), free);
        }
        free.acquire(several);
        return ended(begin, cpu);
    }

    private void send(int number, long due, Semaphore free) {
        callers.execute(() -> {
            CallerConnection connection = Objects.requireNonNullElseGet(idle.poll(), CallerConnection::new);
            int status = 0;
            try {
                status = connection.send(requests.apply(number));
            } catch (IOException e) {
                failures.merge(e.toString(), 1, Integer::sum);
            }
            answers.add(new Answer(status, System.nanoTime() - due));
            idle.push(connection);
            free.release();
        });
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Figures ended(long begin, long cpu) {
        callers.shutdown();
        for (CallerConnection connection : idle) {
            connection.close();
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        answers.forEach(answer -> statuses.merge(answer.status(), 1, Integer::sum));
        return new Figures(
                (System.nanoTime() - begin) / 1e9,
                (cpuNanos() - cpu) / 1e9,
                unsent.get(),
                statuses,
                failures,
                percentile(200, 0.5),
                percentile(200, 0.99),
                percentile(503, 0.99));
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
