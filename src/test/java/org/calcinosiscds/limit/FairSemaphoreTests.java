package org.calcinosiscds.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairSemaphoreTests {
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(1));

    private static final Deadline PAST = Deadline.in(Duration.ZERO);

    private final CountDownLatch end = new CountDownLatch(1);
    private FairSemaphore semaphore = new FairSemaphore(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    /** Also when its deadline is past: a pause of the process may have lasted until then. */
    @Test
    void clientWithoutAPermitGetsOneAtOnceBesideAFlood() throws Exception {
        semaphore.acquire("flooding", LATER);
        waiting("flooding");
        AtomicReference<Boolean> acquired = new AtomicReference<>();

        started(() -> acquired.set(semaphore.acquire("quiet", PAST))).join();

        assertThat(acquired.get()).isTrue();
    }

    @Test
    void permitOfAClientGoesToItsNextCall() throws Exception {
        semaphore.acquire("flooding", LATER);
        Thread flooding = waiting("flooding");
        holding("quiet");
        Thread quiet = waiting("quiet");
        end.countDown();
        quiet.join();

        assertThat(order).containsExactly("quiet");
        assertThat(flooding.getState()).isEqualTo(Thread.State.TIMED_WAITING);
    }

    @Test
    void waitingClientsGetFurtherPermitsInRotation() throws Exception {
        semaphore = new FairSemaphore(4);
        for (String name : List.of("flooding", "quiet", "other")) {
            holding(name);
        }
        semaphore.acquire("flooding", LATER);
        List<Thread> waiting = new ArrayList<>();
        for (String name : List.of("flooding", "flooding", "flooding", "quiet", "other", "quiet")) {
            waiting.add(waiting(name));
        }
        semaphore.release();
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(order).containsExactly("flooding", "quiet", "other", "flooding", "quiet", "flooding");
    }

    @Test
    void callIsRefusedAtItsDeadlineAndLeavesNothingBehind() throws Exception {
        semaphore.acquire("a", LATER);
        AtomicReference<Boolean> acquired = new AtomicReference<>();
        started(() -> acquired.set(semaphore.acquire("a", Deadline.in(Duration.ofMillis(20)))))
                .join();

        assertThat(acquired.get()).isFalse();
        semaphore.release();
        assertThat(semaphore.acquire("a", PAST)).isTrue();
    }

    @Test
    void interruptedCallLeavesItsPermitToTheNext() throws Exception {
        semaphore.acquire("a", LATER);
        Thread interrupted = waiting("a");
        Thread next = waiting("a");
        interrupted.interrupt();
        interrupted.join();
        semaphore.release();
        next.join();

        assertThat(order).containsExactly("a");
    }

    @Test
    void permitIsUsedByOthersWhileItsThreadWaitsForSomethingElse() throws Exception {
        semaphore.acquire("a", LATER);
        boolean isFree = semaphore.releasedWhile(() -> acquiredByAnother(semaphore));

        assertThat(isFree).isTrue();
        assertThat(acquiredByAnother(semaphore)).as("taken again").isFalse();
        semaphore.release();
        assertThat(acquiredByAnother(semaphore)).isTrue();
    }

    /** More are taken then than there are, and no further one is given until one is free. */
    @Test
    void threadGoesOnAfterWaitingEvenWhenAllPermitsAreTaken() throws Exception {
        semaphore.acquire("a", LATER);
        AtomicReference<Thread> other = new AtomicReference<>();
        semaphore.releasedWhile(() -> {
            other.set(started(() -> {
                semaphore.acquire("a", LATER);
                Thread.sleep(60_000);
            }));
            return awaitState(other.get(), Thread.State.TIMED_WAITING);
        });
        semaphore.release();

        assertThat(acquiredByAnother(semaphore)).isFalse();
    }

    @Test
    void threadWithoutAPermitOnlyWaits() {
        assertThat(semaphore.<String>releasedWhile(() -> "answer")).isEqualTo("answer");
        assertThat(acquiredByAnother(semaphore)).isTrue();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread started(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                // The test has ended, or wants this.
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return thread;
    }

    /** A thread that waits for a permit, and gives it back when it has it. */
    private Thread waiting(String client) {
        Thread thread = started(() -> {
            if (semaphore.acquire(client, LATER)) {
                order.add(client);
                semaphore.release();
            }
        });
        awaitState(thread, Thread.State.TIMED_WAITING);
        return thread;
    }

    /** A thread that has a permit until the end of the test. */
    private void holding(String client) throws InterruptedException {
        CountDownLatch hasPermit = new CountDownLatch(1);
        started(() -> {
            semaphore.acquire(client, LATER);
            hasPermit.countDown();
            end.await();
            semaphore.release();
        });
        hasPermit.await();
    }

    private static boolean awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
        return true;
    }

    /** Whether another thread of the same client gets a permit at once; it gives it back. */
    private boolean acquiredByAnother(FairSemaphore of) {
        AtomicReference<Boolean> acquired = new AtomicReference<>(false);
        Thread thread = started(() -> {
            if (of.acquire("a", PAST)) {
                acquired.set(true);
                of.release();
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return acquired.get();
    }
}
