package org.calcinosiscds.feedback;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes the cards that were given, a moment after they were: no clinician waits for it, and none misses a card because the store is
 * down. What a crash loses here is the figures and the snooze of a few cards, never feedback.
 */
public final class IssuedCards implements AutoCloseable {
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_BATCH = 500;
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final @Nullable Store store;
    private final Secrets secrets;
    private final CardIds ids;
    private final Clock clock;
    private final BlockingQueue<IssuedCard> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final LongAdder lost = new LongAdder();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "given-cards");
        thread.setDaemon(true);
        return thread;
    });

    IssuedCards(@Nullable Store store, Secrets secrets, CardIds ids, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
        if (store != null) {
            ScheduledFuture<?> unused = writer.scheduleWithFixedDelay(this::write, 50, 50, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * @param recommendation what the card says
     * @param names by which what triggered it is known again
     * @param knowledge version of the knowledge base
     */
    public void note(
            UUID id,
            String issuer,
            String service,
            String patientId,
            Recommendation recommendation,
            TriggerNames names,
            String knowledge) {
        note(new IssuedCard(
                id,
                issuer,
                service,
                ids.pseudonym(issuer, patientId),
                recommendation.problem(),
                ids.fingerprint(recommendation, names),
                ids.triggers(recommendation, names),
                recommendation.proposals().stream().map(SuggestedOrders::of).toList(),
                recommendation.urgency(),
                recommendation.rules(),
                knowledge,
                clock.instant()));
    }

    private void note(IssuedCard card) {
        if (store != null && !waiting.offer(card)) {
            lost.increment();
        }
    }

    /** How many were not noted because the store was down for too long. */
    public long lost() {
        return lost.sum();
    }

    /** Cards that are not written yet. A thread that takes them writes them or puts them back. */
    List<IssuedCard> take() {
        List<IssuedCard> cards = new ArrayList<>();
        waiting.drainTo(cards, MAX_BATCH);
        return cards;
    }

    void giveBack(List<IssuedCard> cards) {
        cards.forEach(this::note);
    }

    static void insert(JdbcClient jdbc, List<IssuedCard> cards) {
        for (IssuedCard card : cards) {
            jdbc.sql("""
                            insert into card (uuid, issuer, service, patient, problem, fingerprint, triggers, suggestions, urgency, rules, knowledge, issued)
                            values (:uuid, :issuer, :service, :patient, :problem, :fingerprint, :triggers, :suggestions, :urgency, :rules, :knowledge, :issued)
                            on conflict do nothing""")
                    .param("uuid", card.id().toString())
                    .param("issuer", card.issuer())
                    .param("service", card.service())
                    .param("patient", card.patient())
                    .param("problem", card.problem())
                    .param("fingerprint", card.fingerprint())
                    .param("triggers", String.join(" ", card.triggers()))
                    .param("suggestions", SuggestedOrders.text(card.suggestions()))
                    .param("urgency", card.urgency().name())
                    .param("rules", String.join(" ", card.rules()))
                    .param("knowledge", card.knowledge())
                    .param("issued", card.given().toEpochMilli())
                    .update();
        }
    }

    private void write() {
        if (store == null || !store.isOpen()) {
            return;
        }
        secrets.settle();
        List<IssuedCard> cards = take();
        if (cards.isEmpty()) {
            return;
        }
        try {
            store.write(BUDGET, jdbc -> {
                insert(jdbc, cards);
                return cards.size();
            });
        } catch (StoreUnavailableException e) {
            giveBack(cards);
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (writer.awaitTermination(3, TimeUnit.SECONDS)) {
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
