package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cqframework.cql.cql2elm.CqlCompiler;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerException.ErrorSeverity;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;

/**
 * Translates libraries one at a time, each after those that it includes. A library with errors is kept too, so that those that include
 * it can be translated: a mistake is reported where it is and not once more for every library that includes it.
 *
 * <p>Content can be translated again after a change: a library is translated anew when its text has changed, or what a library exposes
 * that it includes. Used by one thread at a time.
 */
public final class LibraryTranslator {
    /** @param exposed see {@link ExposedNames} */
    private record Translated(String source, String exposed, CompiledLibrary library, List<Message> messages) {}

    private final TranslationCache cache;
    private final Map<String, Translated> translations = new HashMap<>();

    /** Libraries that expose something else than in the translation before. */
    private final Set<String> changed = new HashSet<>();

    /** Libraries that were translated since the last restart, or need not be. */
    private final Set<String> done = new HashSet<>();

    private Set<String> content = Set.of();
    private LibraryManager libraries;

    public LibraryTranslator() {
        this(new TranslationCache());
    }

    /** @param cache what it has translated before the first restart need not be translated again */
    public LibraryTranslator(TranslationCache cache) {
        this.cache = cache;
        this.libraries = cache.emptyManager();
    }

    /**
     * What the translator says about a library.
     *
     * @param line from 1; 0 when the translator names no line
     * @param column from 1; 0 when the translator names no column
     */
    public record Message(int line, int column, boolean isError, String text) {}

    /**
     * Begins to translate content again.
     *
     * @param names of its libraries
     */
    public void restart(Set<String> names) {
        libraries = cache.emptyManager();
        if (translations.isEmpty()) {
            cache.good()
                    .forEach((name, good) -> translations.put(
                            name, new Translated(good.source(), good.exposed(), good.library(), List.of())));
        }
        changed.clear();
        done.clear();
        content.stream().filter(name -> !names.contains(name)).forEach(changed::add);
        translations.keySet().removeAll(changed);
        content = Set.copyOf(names);
    }

    /** @param name of the library; all that it includes has been translated */
    public List<Message> translate(String name, String source) {
        Translated last = translations.get(name);
        List<String> includes = TranslationCache.includes(source);
        // Not so when libraries include one another in a circle.
        boolean isInOrder = done.containsAll(includes);
        if (last != null
                && last.source().equals(source)
                && isInOrder
                && includes.stream().noneMatch(changed::contains)) {
            keep(last.library());
            done.add(name);
            return last.messages();
        }
        CqlCompiler compiler = new CqlCompiler(null, new VersionedIdentifier().withId(name), libraries);
        List<Message> messages = new ArrayList<>();
        try {
            compiler.run(source);
        } catch (RuntimeException e) {
            messages.add(new Message(0, 0, true, String.valueOf(e.getMessage())));
        }
        for (CqlCompilerException exception : compiler.getExceptions()) {
            if (!Translation.isSpurious(exception)) {
                messages.add(message(exception));
            }
        }
        CompiledLibrary library = compiler.getCompiledLibrary();
        List<Message> distinct = messages.stream().distinct().toList();
        String exposed = library == null ? "" : ExposedNames.of(Objects.requireNonNull(library.getLibrary()));
        if (last == null || !last.exposed().equals(exposed)) {
            changed.add(name);
        }
        done.add(name);
        translations.remove(name);
        if (library != null) {
            keep(library);
            if (isInOrder) {
                translations.put(name, new Translated(source, exposed, library, distinct));
            }
        }
        return distinct;
    }

    private void keep(CompiledLibrary library) {
        libraries.getCompiledLibraries().put(library.getIdentifier(), library);
    }

    /** All that was translated. */
    public LibraryManager libraries() {
        return libraries;
    }

    /** The ELM of a library that was translated, also when it has errors. */
    public Optional<Library> library(String name) {
        return libraries.getCompiledLibraries().values().stream()
                .map(compiled -> Objects.requireNonNull(compiled.getLibrary()))
                .filter(library -> name.equals(
                        Objects.requireNonNull(library.getIdentifier()).getId()))
                .findFirst();
    }

    private static Message message(CqlCompilerException exception) {
        var locator = exception.getLocator();
        return new Message(
                locator == null ? 0 : locator.getStartLine(),
                locator == null ? 0 : locator.getStartChar(),
                exception.getSeverity() == ErrorSeverity.Error,
                String.valueOf(exception.getMessage()));
    }
}
