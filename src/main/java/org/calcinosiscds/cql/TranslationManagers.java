package org.calcinosiscds.cql;

import kotlin.LazyKt;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.ModelManager;
import org.jspecify.annotations.Nullable;

/** Makes managers for translations of changing content: models and units are read once. Used by one thread at a time. */
final class TranslationManagers {
    private final ModelManager models = new ModelManager();
    private @Nullable LibraryManager first;

    /** A manager without libraries. */
    LibraryManager next() {
        LibraryManager made = first == null
                ? new LibraryManager(models, Translation.options(), Translation.librariesById())
                : new LibraryManager(
                        models,
                        Translation.options(),
                        Translation.librariesById(),
                        LazyKt.lazyOf(first.getUcumService()));
        first = first == null ? made : first;
        return made;
    }
}
