package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.VersionedIdentifier;

/**
 * Keeps translated libraries from one version of content to the next. A library is translated anew when its text has changed, or what a
 * library exposes that it includes; see {@link ExposedNames}. Used by one thread at a time.
 */
public final class TranslationCache {
    /** @param exposed see {@link ExposedNames} */
    record CachedTranslation(String source, String exposed, CompiledLibrary library) {}

    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*include\\s+\"?(\\w+)\"?");

    private final TranslationManagers managers = new TranslationManagers();
    private final Map<String, CachedTranslation> translations = new HashMap<>();
    private final Set<String> translated = new TreeSet<>();

    /** Libraries that expose something else than at the last call that came to its end. */
    private final Set<String> changed = new TreeSet<>();

    /** Names of the libraries that the last call translated. */
    public Set<String> translated() {
        return Set.copyOf(translated);
    }

    /** What the last call that came to its end has translated, by name. */
    Map<String, CachedTranslation> good() {
        return translations;
    }

    /** A manager without libraries; models and units are read once. */
    LibraryManager emptyManager() {
        return managers.next();
    }

    /**
     * The libraries of content. Ends at the first library with errors: those that include it would have them too.
     *
     * @throws KnowledgeException with library, line, column and message of every error and warning of a library
     */
    LibraryManager translate(CqlSources sources) {
        return TranslatorTracking.withoutCleanUp(() -> translateChanged(sources));
    }

    private LibraryManager translateChanged(CqlSources sources) {
        translated.clear();
        LibraryManager manager = new Translation(sources.cql(), emptyManager()).manager();
        for (String name : inOrder(sources.cql())) {
            String source = Objects.requireNonNull(sources.cql().get(name));
            CachedTranslation known = translations.get(name);
            if (known == null
                    || !known.source().equals(source)
                    || includes(source).stream().anyMatch(changed::contains)) {
                translate(name, sources, manager);
            } else {
                manager.getCompiledLibraries().put(known.library().getIdentifier(), known.library());
            }
        }
        changed.clear();
        translations.keySet().retainAll(sources.cql().keySet());
        return manager;
    }

    private void translate(String name, CqlSources sources, LibraryManager manager) {
        translated.add(name);
        CachedTranslation last = translations.get(name);
        VersionedIdentifier identifier = sources.libraries().stream()
                .filter(each -> name.equals(each.getId()))
                .findFirst()
                .orElseGet(() -> new VersionedIdentifier().withId(name));
        List<CqlCompilerException> messages = new ArrayList<>();
        CompiledLibrary library = null;
        List<String> defects = new ArrayList<>();
        try {
            library = manager.resolveLibrary(identifier, messages);
        } catch (RuntimeException e) {
            defects.add(name + ": " + e.getMessage());
        }
        messages.stream()
                .filter(message -> !Translation.isSpurious(message))
                .map(message -> Translation.describe(identifier, message, sources.cql()))
                .forEach(defects::add);
        if (library == null || !defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        String source = Objects.requireNonNull(sources.cql().get(name));
        CachedTranslation now =
                new CachedTranslation(source, ExposedNames.of(Objects.requireNonNull(library.getLibrary())), library);
        if (last == null || !last.exposed().equals(now.exposed())) {
            changed.add(name);
        }
        translations.put(name, now);
    }

    /** Each library after those that it includes. */
    private static List<String> inOrder(Map<String, String> cql) {
        Set<String> order = new LinkedHashSet<>();
        new TreeSet<>(cql.keySet()).forEach(name -> addWithIncluded(name, cql, order, new TreeSet<>()));
        return List.copyOf(order);
    }

    private static void addWithIncluded(String name, Map<String, String> cql, Set<String> order, Set<String> path) {
        String source = cql.get(name);
        if (source != null && !order.contains(name) && path.add(name)) {
            includes(source).forEach(included -> addWithIncluded(included, cql, order, path));
            order.add(name);
        }
    }

    /** Names of the libraries that a library includes. */
    static List<String> includes(String source) {
        List<String> names = new ArrayList<>();
        for (Matcher include = INCLUDE.matcher(source); include.find(); ) {
            names.add(include.group(1));
        }
        return names;
    }
}
