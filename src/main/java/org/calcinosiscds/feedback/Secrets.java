package org.calcinosiscds.feedback;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The secret that all replicas share: the one of the settings, else one that the first replica makes and keeps in the store.
 *
 * <p>A service that starts while the store is down makes one for itself and adds it to the store later, so that cards it gave
 * meanwhile are known everywhere.
 */
final class Secrets {
    private static final String SHARED = "shared";
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final @Nullable Store store;
    private final Clock clock;
    private final Secret own;
    private final boolean isGiven;
    private volatile Secret current;
    private volatile List<Secret> known;
    private volatile boolean settled;

    Secrets(FeedbackSettings settings, @Nullable Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.isGiven = !settings.key().isEmpty();
        this.own = new Secret(isGiven ? settings.key().getBytes(StandardCharsets.UTF_8) : random());
        this.current = own;
        this.known = List.of(own);
        settle();
    }

    /** With which new ids are made. */
    Secret current() {
        return current;
    }

    /** With which an id may have been made, the current one first. */
    List<Secret> known() {
        return known;
    }

    /** Agrees with the other replicas, unless that was done; does nothing while the store is down. */
    void settle() {
        if (!settled) {
            read(true);
        }
    }

    /** Learns secrets that other replicas have added. */
    void refresh() {
        read(!settled);
    }

    private synchronized void read(boolean adding) {
        if (store == null || !store.isOpen()) {
            return;
        }
        try {
            Map<String, Secret> found = store.write(BUDGET, jdbc -> {
                if (adding && !isGiven) {
                    add(jdbc, SHARED, own);
                    if (!all(jdbc).containsValue(own)) {
                        // Another replica was first; what this one has given must be known to it.
                        add(jdbc, HexFormat.of().formatHex(own.hash("name"), 0, 8), own);
                    }
                }
                return all(jdbc);
            });
            List<Secret> secrets = new ArrayList<>();
            current = isGiven ? own : found.getOrDefault(SHARED, own);
            secrets.add(current);
            found.values().stream().filter(each -> !secrets.contains(each)).forEach(secrets::add);
            known = List.copyOf(secrets);
            settled = true;
        } catch (StoreUnavailableException e) {
            // Tried again with the next card; until then this replica's own secret does.
        }
    }

    private void add(JdbcClient jdbc, String name, Secret secret) {
        jdbc.sql("insert into secret (name, value, created) values (:name, :value, :created) on conflict do nothing")
                .param("name", name)
                .param("value", secret.bytes())
                .param("created", clock.millis())
                .update();
    }

    private static Map<String, Secret> all(JdbcClient jdbc) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        jdbc.sql("select name, value from secret order by created desc")
                .query((row, number) -> secrets.put(row.getString("name"), new Secret(row.getBytes("value"))))
                .list();
        return secrets;
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
