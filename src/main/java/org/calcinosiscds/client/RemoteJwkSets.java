package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.JWK;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keys that a client publishes at one URL or several. A key that none of them is known to hold is looked for at all of them at the same
 * time.
 *
 * @param timeout how long a call waits for a key that is not known yet
 */
record RemoteJwkSets(List<RemoteJwkSet> sets, Duration timeout) implements ClientKeys {
    @Override
    public List<JWK> ofId(String kid) {
        List<JWK> keys = known(kid);
        if (keys.isEmpty()) {
            await(CompletableFuture.allOf(
                    sets.stream().map(RemoteJwkSet::fetchForUnknown).toArray(CompletableFuture[]::new)));
            keys = known(kid);
        }
        return keys;
    }

    @Override
    public boolean areKnown() {
        return sets.stream().anyMatch(RemoteJwkSet::areKnown);
    }

    @Override
    public KeyState state() {
        return KeyState.ofAll(sets.stream().map(RemoteJwkSet::state).toList());
    }

    private List<JWK> known(String kid) {
        return sets.stream().flatMap(set -> set.known(kid).stream()).toList();
    }

    private void await(CompletableFuture<Void> fetches) {
        try {
            fetches.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The call is answered with what is known.
        }
    }
}
