package org.calcinosiscds.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the packaged service over loopback: first as fast as it answers, from the first call until it is warm, then at fixed rates,
 * whether or not it keeps up. There each answer is measured from the moment its request was due: a stall counts for every request that
 * had to wait. Ends by itself when the rates are through or one is too high.
 */
final class HttpLoad {
    private static final int MAX_IN_FLIGHT = 512;
    /** Of the curve. */
    private static final int BLOCKS = 10;

    private final ServiceProcess service;

    /**
     * What one rate gave.
     *
     * @param rate requests due in a second
     * @param answered answers with the card, in a second
     * @param failed requests without it: refused, wrong or never sent because too many were under way
     * @param processorMillis of the service for each call that was sent
     * @param p50 milliseconds from due to answered, like the others
     */
    record Step(
            int rate,
            double answered,
            int failed,
            double processorMillis,
            double p50,
            double p90,
            double p99,
            double longest) {
        boolean keptUp() {
            return failed == 0 && answered > 0.95 * rate;
        }
    }

    /**
     * @param readyMillis from the start of the process to ready
     * @param first the first calls, one block after the other
     * @param warm as many calls as it answers, when processor time no longer falls
     * @param residentMegabytes at the end
     */
    record Report(
            int observations,
            int bytes,
            long readyMillis,
            List<ClosedLoop.Block> first,
            List<ClosedLoop.Block> warm,
            List<Step> steps,
            int residentMegabytes) {}

    private HttpLoad(ServiceProcess service) {
        this.service = service;
    }

    /**
     * Starts the jar, loads it, stops it.
     *
     * @param first calls of the curve after the start
     * @param most calls until it counts as warm in any case
     */
    static Report run(Path jar, Path log, int[] rates, Duration each, int first, int most)
            throws IOException, InterruptedException {
        try (ServiceProcess service = ServiceProcess.start(jar, log)) {
            String discovery = service.get("/cds-services").body();
            MeasuredCall withCards = MeasuredCall.withCards(discovery);
            ClosedLoop closed = new ClosedLoop(service);
            List<ClosedLoop.Block> curve = closed.curve(withCards, first, first / BLOCKS);
            ClosedLoop.Block warm = closed.warm(withCards, first, most);
            ClosedLoop.Block without = closed.warm(MeasuredCall.withoutCards(discovery), 0, most);
            HttpLoad load = new HttpLoad(service);
            List<Step> steps = new ArrayList<>();
            for (int rate : rates) {
                Step step = load.step(withCards, rate, each);
                steps.add(step);
                if (!step.keptUp()) {
                    break;
                }
            }
            return new Report(
                    HookCall.OBSERVATIONS,
                    withCards.body().length(),
                    service.readyMillis(),
                    curve,
                    List.of(warm, without),
                    steps,
                    service.residentMegabytes());
        }
    }

    private Step step(MeasuredCall call, int rate, Duration each) throws InterruptedException {
        HttpRequest request =
                call.request(service).timeout(Duration.ofSeconds(10)).build();
        int count = Math.toIntExact(rate * each.toSeconds());
        long[] nanos = new long[count];
        AtomicInteger answered = new AtomicInteger();
        Semaphore free = new Semaphore(MAX_IN_FLIGHT);
        double processor = service.processorTime().toNanos() / 1e6;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (free.tryAcquire()) {
                service.client().sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
                    long taken = System.nanoTime() - due;
                    if (failure == null
                            && response.statusCode() == 200
                            && response.body().contains(call.answer())) {
                        nanos[answered.getAndIncrement()] = taken;
                    }
                    free.release();
                });
            }
        }
        free.acquire(MAX_IN_FLIGHT);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted = Arrays.copyOf(nanos, answered.get());
        Arrays.sort(sorted);
        return new Step(
                rate,
                sorted.length / seconds,
                count - sorted.length,
                (service.processorTime().toNanos() / 1e6 - processor) / count,
                percentile(sorted, 0.50),
                percentile(sorted, 0.90),
                percentile(sorted, 0.99),
                percentile(sorted, 1));
    }

    /** In milliseconds; NaN when nothing was answered. */
    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
