package org.calcinosiscds.cql;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Translations of libraries, found by the text of a library and by what of the libraries that it includes it can name; nothing else decides
 * a translation. So content is translated once in a process, however many folders, versions and checks of it there are, and after an edit
 * only what the edit reaches. Keeps those that were used last, and fewer when memory is short.
 */
public final class TranslationStore {
    /** Some versions of the whole content, each library by two keys. */
    private static final int MAX_TRANSLATIONS = 600;

    private static final TranslationStore OF_PROCESS = new TranslationStore();

    /** @param included what the included libraries expose, in the order in which they are included */
    record Key(String name, String source, List<ExposedNames> included) {
        /** The same for all that the text does not name. */
        Key narrowed() {
            return new Key(
                    name,
                    source,
                    included.stream().map(each -> each.seenBy(source)).toList());
        }
    }

    /**
     * A library as the translator left it.
     *
     * @param library null when the text is no library at all
     * @param exposed {@link ExposedNames#NONE} without a library
     * @param messages what the translator says about it
     */
    record Translated(@Nullable CompiledLibrary library, ExposedNames exposed, List<TranslatorMessage> messages) {}

    private final Map<Key, SoftReference<Translated>> translations = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<Translated>> eldest) {
            return size() > MAX_TRANSLATIONS;
        }
    };

    /** The one that all content of this process shares. */
    public static TranslationStore ofProcess() {
        return OF_PROCESS;
    }

    synchronized @Nullable Translated find(Key key) {
        Translated found = get(key);
        if (found == null) {
            // To look for the names in the text takes longer.
            found = get(key.narrowed());
            if (found != null) {
                translations.put(key, new SoftReference<>(found));
            }
        }
        return found;
    }

    synchronized void keep(Key key, Translated translated) {
        SoftReference<Translated> kept = new SoftReference<>(translated);
        translations.put(key, kept);
        translations.put(key.narrowed(), kept);
    }

    private @Nullable Translated get(Key key) {
        SoftReference<Translated> found = translations.get(key);
        return found == null ? null : found.get();
    }
}
