package org.calcinosiscds.feedback;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps feedback. */
public final class FeedbackStore {
    private static final Comparator<FeedbackItem> ORDER =
            Comparator.comparing(FeedbackItem::card).thenComparing(FeedbackItem::happened);

    private final @Nullable Store store;
    private final IssuedCards cards;
    private final FeedbackSettings settings;
    private final Clock clock;

    FeedbackStore(@Nullable Store store, IssuedCards cards, FeedbackSettings settings, Clock clock) {
        this.store = store;
        this.cards = cards;
        this.settings = settings;
        this.clock = clock;
    }

    /** False when this installation keeps nothing. */
    public boolean isEnabled() {
        return store != null;
    }

    /**
     * Keeps all items or none, and returns when they are durable. What is there already is not kept twice: clients repeat themselves.
     *
     * @return of the items that are new, the rules on their cards; empty where the card was not noted
     * @throws StoreUnavailableException when it is not certain that they are kept
     */
    public Map<FeedbackItem, List<String>> keep(String issuer, String service, List<FeedbackItem> items) {
        Store kept = Objects.requireNonNull(store, "store");
        // The cards first, if they are still waiting, so that a snooze takes effect with the answer.
        List<IssuedCard> waiting = cards.take();
        try {
            return kept.write(settings.maxWait(), jdbc -> {
                IssuedCards.insert(jdbc, waiting);
                List<FeedbackItem> fresh = new ArrayList<>();
                // In one order for all, so that two calls with the same items never wait for each other.
                for (FeedbackItem item : items.stream().sorted(ORDER).toList()) {
                    if (insert(jdbc, issuer, service, item) == 1) {
                        fresh.add(item);
                    }
                }
                return rules(jdbc, issuer, fresh);
            });
        } catch (StoreUnavailableException e) {
            cards.giveBack(waiting);
            throw e;
        }
    }

    private int insert(JdbcClient jdbc, String issuer, String service, FeedbackItem item) {
        return jdbc.sql("""
                        insert into feedback (issuer, card, outcome, happened, service, reason, comment, suggestions, received)
                        values (:issuer, :card, :outcome, :happened, :service, :reason, :comment, :suggestions, :received)
                        on conflict do nothing""")
                .param("issuer", issuer)
                .param("card", item.card().toString())
                .param("outcome", item.outcome().code())
                .param("happened", item.happened().toEpochMilli())
                .param("service", service)
                .param("reason", item.reason())
                .param("comment", item.comment())
                .param(
                        "suggestions",
                        item.suggestions().stream().map(Object::toString).collect(Collectors.joining(" ")))
                .param("received", clock.millis())
                .update();
    }

    private static Map<FeedbackItem, List<String>> rules(JdbcClient jdbc, String issuer, List<FeedbackItem> items) {
        if (items.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> byCard = new HashMap<>();
        jdbc.sql("select uuid, rules from card where issuer = :issuer and uuid in (:cards)")
                .param("issuer", issuer)
                .param(
                        "cards",
                        items.stream()
                                .map(item -> item.card().toString())
                                .distinct()
                                .toList())
                .query((row, number) -> byCard.put(
                        row.getString("uuid"),
                        Arrays.stream(row.getString("rules").split(" "))
                                .filter(rule -> !rule.isEmpty())
                                .toList()))
                .list();
        Map<FeedbackItem, List<String>> rules = new LinkedHashMap<>();
        items.forEach(item -> rules.put(item, byCard.getOrDefault(item.card().toString(), List.of())));
        return rules;
    }
}
