package org.calcinosiscds.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.Test;

class BulkheadTests {
    private final AtomicLong nanoTime = new AtomicLong();
    private final Bulkhead bulkhead = new Bulkhead(10, List.of("a", "b"), false, nanoTime::get);

    @Test
    void freePlacesAreLentAndOneStaysForAClientThatIsQuiet() {
        assertThat(entered("a", 20)).isEqualTo(9);
        assertThat(entered("b", 20)).isEqualTo(1);
    }

    @Test
    void clientThatCallsGetsItsShareAsCallsOfTheOtherEnd() {
        entered("a", 20);
        entered("b", 1);
        for (int ended = 0; ended < 8; ended++) {
            bulkhead.leave("a");
            bulkhead.enter("a", 1, 100);
            bulkhead.enter("b", 1, 100);
        }

        assertThat(entered("b", 20)).isZero();
        for (int ended = 0; ended < 5; ended++) {
            bulkhead.leave("b");
        }
        assertThat(entered("b", 20)).isEqualTo(5);
    }

    @Test
    void shareOfAClientThatWentQuietIsLentAgain() {
        entered("b", 1);
        bulkhead.leave("b");
        assertThat(entered("a", 20)).isEqualTo(5);

        nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(entered("a", 20)).isEqualTo(4);
    }

    @Test
    void clientUsesItsShareBesideWhatIsLentOfIt() {
        Bulkhead exceeded = new Bulkhead(10, List.of("a", "b"), true, nanoTime::get);
        assertThat(entered(exceeded, "a", 20)).isEqualTo(9);

        assertThat(entered(exceeded, "b", 20)).isEqualTo(5);
        exceeded.leave("b");
        assertThat(exceeded.enter("a", 1, 100)).as("more than all are taken").isFalse();
        assertThat(exceeded.enter("b", 1, 100)).isTrue();
        exceeded.leave("a", 9);
        assertThat(entered(exceeded, "a", 20)).as("nothing is lent any more").isEqualTo(5);
    }

    @Test
    void lessPressingCallsHaveAShareOfTheirPart() {
        Bulkhead exceeded = new Bulkhead(10, List.of("a", "b"), true, nanoTime::get);
        entered(exceeded, "a", 20);
        int entered = 0;
        while (exceeded.enter("b", 1, 80)) {
            entered++;
        }

        assertThat(entered).isEqualTo(4);
    }

    @Test
    void moreClientsThanPlacesDoNotExceedThem() {
        Bulkhead few = new Bulkhead(2, List.of("a", "b", "c"), true, nanoTime::get);

        assertThat(few.enter("a") && few.enter("b")).isTrue();
        assertThat(few.enter("c")).isFalse();
    }

    @Test
    void oneClientAloneHasAllPlaces() {
        Bulkhead alone = new Bulkhead(10, List.of("a"), false, nanoTime::get);
        Bulkhead open = new Bulkhead(2, List.of(), false, nanoTime::get);

        for (int location = 0; location < 10; location++) {
            assertThat(alone.enter("a", 1, 100)).isTrue();
        }
        assertThat(alone.enter("a", 1, 100)).isFalse();
        assertThat(open.enter("", 1, 100) && open.enter("", 1, 100)).isTrue();
        assertThat(open.enter("", 1, 100)).isFalse();
    }

    @Test
    void fewerPlacesThanClientsGoToClientsThatHaveNone() {
        Bulkhead few = new Bulkhead(2, List.of("a", "b", "c"), false, nanoTime::get);

        assertThat(few.enter("a", 1, 100)).isTrue();
        assertThat(few.enter("a", 1, 100)).isFalse();
        assertThat(few.enter("b", 1, 100)).isTrue();
        assertThat(few.enter("c", 1, 100)).isFalse();
    }

    @Test
    void lessPressingCallsLeavePartOfTheRoom() {
        int entered = 0;
        while (bulkhead.enter("a", 1, 80)) {
            entered++;
        }

        assertThat(entered).isEqualTo(7);
        assertThat(bulkhead.enter("a", 1, 100)).isTrue();
    }

    @Test
    void waiterEntersWhenCapacityIsGivenBackAndInTheOrderOfArrival() throws Exception {
        Bulkhead one = new Bulkhead(1);
        assertThat(one.enter()).isTrue();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> waiters = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            int mine = number;
            Thread waiter = new Thread(() -> {
                if (isIn(one)) {
                    order.add(mine);
                    one.leave();
                }
            });
            waiter.start();
            waiters.add(waiter);
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        one.leave();
        for (Thread waiter : waiters) {
            waiter.join();
        }

        assertThat(order).containsExactly(1, 2, 3);
        assertThat(one.taken()).isZero();
    }

    @Test
    void waiterOfAClientWithoutAnyPassesThoseOfTheClientThatHasMost() throws Exception {
        entered("a", 9);
        bulkhead.enter("b", 1, 100);
        AtomicReference<String> entered = new AtomicReference<>("");
        List<Thread> waiters = new ArrayList<>();
        for (String client : List.of("a", "b")) {
            Thread waiter = new Thread(() -> {
                try {
                    if (bulkhead.enter(client, Deadline.in(Duration.ofSeconds(1)))) {
                        entered.getAndUpdate(before -> before + client);
                    }
                } catch (InterruptedException e) {
                    entered.set("interrupted");
                }
            });
            waiter.start();
            waiters.add(waiter);
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        bulkhead.leave("a");
        for (Thread waiter : waiters) {
            waiter.join();
        }

        assertThat(entered).hasValue("b");
    }

    @Test
    void waitEndsAtTheDeadline() throws InterruptedException {
        Bulkhead one = new Bulkhead(1);
        one.enter();

        assertThat(one.enter(Deadline.in(Duration.ofMillis(20)))).isFalse();
        one.leave();
        assertThat(one.enter(Deadline.in(Duration.ZERO))).isTrue();
    }

    @Test
    void interruptedWaiterTakesNothing() throws InterruptedException {
        Bulkhead one = new Bulkhead(1);
        one.enter();
        Thread waiter = new Thread(() -> isIn(one));
        waiter.start();
        waiter.interrupt();
        waiter.join();
        one.leave();

        assertThat(one.taken()).isZero();
    }

    @Test
    void whatIsLargerThanAllEntersWhileNothingElseIsIn() {
        Bulkhead bytes = new Bulkhead(100);

        assertThat(bytes.enter("a", 500, 50)).isTrue();
        assertThat(bytes.enter("b", 1, 100)).isFalse();
        bytes.leave("a", 500);
        assertThat(bytes.enter("b", 1, 100)).isTrue();
    }

    @Test
    void firstAmountOfAClientMayBeMoreThanItsShare() {
        Bulkhead bytes = new Bulkhead(100);
        bytes.enter("a", 10, 100);

        assertThat(bytes.enter("b", 80, 100)).isTrue();
        assertThat(bytes.enter("b", 10, 100)).isFalse();
    }

    private static boolean isIn(Bulkhead bulkhead) {
        try {
            return bulkhead.enter(Deadline.in(Duration.ofSeconds(20)));
        } catch (InterruptedException e) {
            return false;
        }
    }

    private int entered(String client, int calls) {
        return entered(bulkhead, client, calls);
    }

    private static int entered(Bulkhead into, String client, int calls) {
        int entered = 0;
        for (int call = 0; call < calls; call++) {
            entered += into.enter(client, 1, 100) ? 1 : 0;
        }
        return entered;
    }
}
