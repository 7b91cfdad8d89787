package org.calcinosiscds.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Eight callers, each with its next call as soon as its last is answered, and every call about another patient. */
final class ClosedLoop {
    private static final int CALLERS = 8;
    private static final int PLATEAU_BLOCK = 1000;
    /** What still counts as falling, from one block to the best before it. */
    private static final double FALLING = 0.97;

    private final ServiceProcess service;
    private final AtomicInteger patients = new AtomicInteger();

    /**
     * What a number of calls took.
     *
     * @param patient name of the call
     * @param from calls of the kind before these, since the start
     * @param processorMillis of the service for each call
     * @param refused of the calls
     */
    record Block(String patient, int from, int calls, double callsPerSecond, double processorMillis, int refused) {}

    ClosedLoop(ServiceProcess service) {
        this.service = service;
    }

    /** The first calls after the start, in blocks. */
    List<Block> curve(MeasuredCall call, int calls, int block) throws InterruptedException {
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < calls; from += block) {
            blocks.add(block(call, from, block));
        }
        return blocks;
    }

    /** Calls until the processor time of three blocks in a row is no better than before, and the block after that. */
    Block warm(MeasuredCall call, int from, int most) throws InterruptedException {
        double best = Double.MAX_VALUE;
        int same = 0;
        int done = from;
        while (same < 3 && done < most) {
            double now = block(call, done, PLATEAU_BLOCK).processorMillis();
            same = now < best * FALLING ? 0 : same + 1;
            best = Math.min(best, now);
            done += PLATEAU_BLOCK;
        }
        return block(call, done, 3 * PLATEAU_BLOCK);
    }

    private Block block(MeasuredCall call, int from, int calls) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        AtomicInteger refused = new AtomicInteger();
        double processor = service.processorTime().toNanos() / 1e6;
        long begin = System.nanoTime();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(callers.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        if (!isAnswered(call)) {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call failed.", e.getCause());
        } finally {
            callers.shutdownNow();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double used = service.processorTime().toNanos() / 1e6 - processor;
        return new Block(call.name(), from, calls, calls / seconds, used / calls, refused.get());
    }

    private boolean isAnswered(MeasuredCall call) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.client()
                .send(call.request(service, patients.incrementAndGet()).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return false;
        }
        if (answer.statusCode() != 200 || !answer.body().contains(call.answer())) {
            throw new IllegalStateException("The service answered " + answer.statusCode() + " to a call " + call.name()
                    + ", or something else than expected.");
        }
        return true;
    }
}
