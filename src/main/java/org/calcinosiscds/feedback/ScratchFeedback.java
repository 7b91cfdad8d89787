package org.calcinosiscds.feedback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreSettings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps cards in a database of its own, which is deleted when it is closed: for calls that nobody made. Where the store is no file, or
 * there is no place for temporary files, it keeps none.
 */
public final class ScratchFeedback implements AutoCloseable {
    private final @Nullable Path folder;
    private final @Nullable Store store;
    private final CardIds ids;
    private final IssuedCards cards;
    private final Snoozes snoozes;

    ScratchFeedback(StoreSettings settings, FeedbackSettings feedback, KnowledgeBase knowledge, Clock clock) {
        this.folder = settings.isFile() ? newFolder() : null;
        this.store = folder == null ? null : Store.scratch(folder.resolve("scratch.db"), settings);
        Secrets secrets = new Secrets(feedback, store, clock);
        this.ids = new CardIds(secrets, feedback, clock);
        this.cards = new IssuedCards(store, secrets, ids, clock);
        this.snoozes = new Snoozes(store, ids, SnoozeTimes.of(knowledge), settings.maxWait());
    }

    public CardIds ids() {
        return ids;
    }

    public IssuedCards cards() {
        return cards;
    }

    public Snoozes snoozes() {
        return snoozes;
    }

    private static @Nullable Path newFolder() {
        try {
            return Files.createTempDirectory("calcinosis-cds-warm-up");
        } catch (IOException e) {
            return null;
        }
    }

    @Nullable
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        cards.close();
        if (folder == null || store == null) {
            return;
        }
        store.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // The system clears its folder for temporary files; nothing of a patient is in it.
        }
    }
}
