package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.calcinosiscds.outbound.RemoteCallException;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.record.Fhir;
import org.junit.jupiter.api.Test;

class RemoteJwkSetTests {
    private static final Duration HOLD_FOR = Duration.ofHours(4);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(32);
    private static final TokenMaker OLD = TokenMaker.es384("old");
    private static final TokenMaker NEW = TokenMaker.es384("new");

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final AtomicInteger fetches = new AtomicInteger();
    private String published = TokenMaker.jwks(OLD);
    private boolean isDown;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RemoteJwkSet keys =
            new RemoteJwkSet("ehr", "ehr.example.org", this::fetch, Runnable::run, HOLD_FOR, nanoTime::get, meters);
    private final RemoteJwkSets client = new RemoteJwkSets(List.of(keys), Duration.ofSeconds(1));

    private List<JWK> fetch() throws RemoteCallException {
        fetches.incrementAndGet();
        if (isDown) {
            throw new RemoteCallException(Problem.UNREACHABLE);
        }
        return new JwkSets(Fhir.GUARD).read(published.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysAreFetchedBeforehandAndThenKept() {
        keys.refreshIfDue();
        assertThat(keys.areKnown()).isTrue();

        for (int i = 0; i < 100; i++) {
            assertThat(client.ofId("old")).hasSize(1);
            keys.refreshIfDue();
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void newKeyIsUsedAtOnceAndTheOldOneWhileItIsPublished() {
        keys.refreshIfDue();
        published = TokenMaker.jwks(OLD, NEW);

        assertThat(client.ofId("new")).hasSize(1);
        assertThat(client.ofId("old")).hasSize(1);
    }

    @Test
    void withdrawnKeyIsGoneAfterAFewMinutes() {
        keys.refreshIfDue();
        published = TokenMaker.jwks(NEW);

        pass(RemoteJwkSet.REFRESH_AFTER);
        keys.refreshIfDue();

        assertThat(client.ofId("old")).isEmpty();
        assertThat(client.ofId("new")).hasSize(1);
    }

    @Test
    void inventedKeyIdsCauseOneFetchInHalfAMinute() {
        keys.refreshIfDue();

        for (int i = 0; i < 100; i++) {
            assertThat(client.ofId("invented-" + i)).isEmpty();
        }
        assertThat(fetches).hasValue(2);

        pass(RemoteJwkSet.BETWEEN_UNKNOWN);
        assertThat(client.ofId("invented")).isEmpty();
        assertThat(fetches).hasValue(3);
    }

    @Test
    void keysHoldWhileTheUrlDoesNotAnswerButNotForEver() {
        keys.refreshIfDue();
        isDown = true;

        pass(HOLD_FOR);
        keys.refreshIfDue();
        assertThat(client.ofId("old")).hasSize(1);

        pass(Duration.ofSeconds(1));
        keys.refreshIfDue();
        assertThat(client.ofId("old")).isEmpty();
        assertThat(keys.areKnown()).isFalse();
        assertThat(keys.state()).isEqualTo(new KeyState(false, HOLD_FOR.plusSeconds(1), "unreachable"));

        isDown = false;
        pass(MAX_PAUSE);
        keys.refreshIfDue();
        assertThat(client.ofId("old")).hasSize(1);
    }

    @Test
    void urlThatIsDownAtTheStartIsTriedAgain() {
        isDown = true;
        keys.refreshIfDue();
        assertThat(keys.areKnown()).isFalse();
        assertThat(keys.state()).isEqualTo(new KeyState(false, null, "unreachable"));

        isDown = false;
        pass(RemoteJwkSet.FIRST_RETRY);
        keys.refreshIfDue();
        assertThat(keys.areKnown()).isTrue();
        assertThat(keys.state()).isEqualTo(new KeyState(true, Duration.ZERO, "ok"));
    }

    @Test
    void callIsEnoughToFindAUrlThatIsBack() {
        isDown = true;
        assertThat(client.ofId("old")).isEmpty();
        isDown = false;

        assertThat(client.ofId("old")).isEmpty();
        pass(RemoteJwkSet.FIRST_RETRY);
        assertThat(client.ofId("old")).hasSize(1);
    }

    @Test
    void urlThatStaysDownIsAskedMoreAndMoreSeldom() {
        isDown = true;
        for (int second = 0; second < 300; second++) {
            keys.refreshIfDue();
            pass(Duration.ofSeconds(1));
        }

        assertThat(fetches).hasValueBetween(12, 16);
        assertThat(meters.get("calcinosis.keys.fetches")
                        .tags("client", "ehr", "outcome", "unreachable")
                        .counter()
                        .count())
                .isEqualTo(fetches.get());
    }

    @Test
    void documentThatIsNoJwkSetChangesNothing() {
        keys.refreshIfDue();
        for (String document : List.of("", "<html>", "{}", "[]", "{\"keys\":1}", "{\"keys\":[],\"keys\":[]}")) {
            published = document;
            pass(RemoteJwkSet.REFRESH_AFTER);
            keys.refreshIfDue();
            assertThat(client.ofId("old")).hasSize(1);
        }
    }

    @Test
    void keyThatCannotBeReadDoesNotHideTheOthers() {
        published = TokenMaker.jwks(OLD)
                .replace(
                        "{\"keys\":[",
                        "{\"keys\":[1,{},{\"kty\":\"XX\",\"kid\":\"x\"},{\"kty\":\"EC\",\"kid\":\"y\",\"crv\":\"P-384\"},"
                                + "{\"kty\":\"oct\",\"kid\":\"z\",\"k\":\"c2VjcmV0\"},");
        keys.refreshIfDue();

        assertThat(client.ofId("old")).hasSize(1);
        assertThat(client.ofId("z")).isEmpty();
    }

    @Test
    void keyIsLookedForAtAllAddressesAndOneThatIsDownHidesNoOther() {
        RemoteJwkSet other = new RemoteJwkSet(
                "ehr",
                "other.example.org",
                () -> new JwkSets(Fhir.GUARD).read(TokenMaker.jwks(NEW).getBytes(StandardCharsets.UTF_8)),
                Runnable::run,
                HOLD_FOR,
                nanoTime::get,
                meters);
        RemoteJwkSets both = new RemoteJwkSets(List.of(keys, other), Duration.ofSeconds(1));
        isDown = true;

        assertThat(both.areKnown()).isFalse();
        assertThat(both.ofId("new")).hasSize(1);
        assertThat(both.ofId("old")).isEmpty();
        assertThat(both.areKnown()).isTrue();
        assertThat(both.state()).isEqualTo(new KeyState(false, null, "unreachable"));

        isDown = false;
        pass(RemoteJwkSet.BETWEEN_UNKNOWN);
        assertThat(both.ofId("old")).hasSize(1);
        assertThat(both.state()).isEqualTo(new KeyState(true, Duration.ZERO, "ok"));
        pass(Duration.ofSeconds(7));
        assertThat(both.state()).isEqualTo(new KeyState(true, Duration.ofSeconds(7), "ok"));
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
