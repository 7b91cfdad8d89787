package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientSharesTests {
    private final AtomicLong nanoTime = new AtomicLong();
    private final ClientShares shares = new ClientShares(10, List.of("a", "b"), nanoTime::get);

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
            shares.leave("a");
            shares.enter("a", 100);
            shares.enter("b", 100);
        }

        assertThat(entered("b", 20)).isZero();
        for (int ended = 0; ended < 5; ended++) {
            shares.leave("b");
        }
        assertThat(entered("b", 20)).isEqualTo(5);
    }

    @Test
    void shareOfAClientThatWentQuietIsLentAgain() {
        entered("b", 1);
        shares.leave("b");
        assertThat(entered("a", 20)).isEqualTo(5);

        nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(entered("a", 20)).isEqualTo(4);
    }

    @Test
    void oneClientAloneHasAllPlaces() {
        ClientShares alone = new ClientShares(10, List.of("a"), nanoTime::get);
        ClientShares open = new ClientShares(2, List.of(), nanoTime::get);

        for (int place = 0; place < 10; place++) {
            assertThat(alone.enter("a", 100)).isTrue();
        }
        assertThat(alone.enter("a", 100)).isFalse();
        assertThat(open.enter("", 100) && open.enter("", 100)).isTrue();
        assertThat(open.enter("", 100)).isFalse();
    }

    @Test
    void fewerPlacesThanClientsGoToWhoeverHasNone() {
        ClientShares few = new ClientShares(2, List.of("a", "b", "c"), nanoTime::get);

        assertThat(few.enter("a", 100)).isTrue();
        assertThat(few.enter("a", 100)).isFalse();
        assertThat(few.enter("b", 100)).isTrue();
        assertThat(few.enter("c", 100)).isFalse();
    }

    @Test
    void lessPressingCallsLeavePartOfTheRoom() {
        int entered = 0;
        while (shares.enter("a", 80)) {
            entered++;
        }

        assertThat(entered).isEqualTo(7);
        assertThat(shares.enter("a", 100)).isTrue();
    }

    private int entered(String issuer, int calls) {
        int entered = 0;
        for (int call = 0; call < calls; call++) {
            entered += shares.enter(issuer, 100) ? 1 : 0;
        }
        return entered;
    }
}
