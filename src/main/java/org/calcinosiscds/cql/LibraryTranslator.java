package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.cql.TranslationStore.Translated;
import org.cqframework.cql.cql2elm.CqlCompiler;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;

/**
 * Translates the libraries of one content one at a time, each after those that it includes, or finds them in the store. A library with
 * errors is kept too, so that those that include it can be translated: a mistake is reported where it is and not once more for every
 * library that includes it. Used by one thread at a time, inside {@link TranslatorTracking#withoutCleanUp}.
 */
public final class LibraryTranslator {
    private static final String KEYWORD = "include";
    private static final Pattern INCLUDE = Pattern.compile("include\\s+\"?(\\w+)\"?");

    private final TranslationStore store;
    private final LibraryManager libraries;
    private final Map<String, Translated> done = new HashMap<>();

    /** With the translations of this process. */
    public LibraryTranslator() {
        this(TranslationStore.ofProcess());
    }

    public LibraryTranslator(TranslationStore store) {
        this.store = store;
        this.libraries = Translation.manager(Translation.librariesById());
    }

    /** @param name of the library; all that it includes has been translated */
    public List<TranslatorMessage> translate(String name, String source) {
        List<String> includes = includes(source);
        Translated translated;
        if (done.keySet().containsAll(includes)) {
            TranslationStore.Key key = new TranslationStore.Key(
                    name,
                    source,
                    includes.stream()
                            .map(included ->
                                    Objects.requireNonNull(done.get(included)).exposed())
                            .toList());
            Translated known = store.find(key);
            translated = known == null ? run(name, source) : known;
            if (known == null) {
                store.keep(key, translated);
            }
        } else {
            // Not to be found again: a library is missing, or they include one another in a circle.
            translated = run(name, source);
        }
        done.put(name, translated);
        if (translated.library() != null) {
            libraries.getCompiledLibraries().put(translated.library().getIdentifier(), translated.library());
        }
        return translated.messages();
    }

    private Translated run(String name, String source) {
        CqlCompiler compiler = new CqlCompiler(null, new VersionedIdentifier().withId(name), libraries);
        Set<TranslatorMessage> messages = new LinkedHashSet<>();
        try {
            compiler.run(source);
        } catch (RuntimeException e) {
            messages.add(new TranslatorMessage(0, 0, true, String.valueOf(e.getMessage())));
        }
        compiler.getExceptions().stream()
                .filter(exception -> !Translation.isSpurious(exception))
                .forEach(exception -> messages.add(TranslatorMessage.of(exception)));
        CompiledLibrary library = compiler.getCompiledLibrary();
        if (library == null) {
            return new Translated(null, ExposedNames.NONE, List.copyOf(messages));
        }
        Library elm = Objects.requireNonNull(library.getLibrary());
        if (elm.getStatements() != null) {
            // As the translator orders those that it finds itself when another library includes them.
            elm.getStatements().getDef().sort(Comparator.comparing(ExpressionDef::getName));
        }
        return new Translated(library, ExposedNames.of(elm), List.copyOf(messages));
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

    /** Names of the libraries that a library includes. */
    static List<String> includes(String source) {
        List<String> names = new ArrayList<>();
        Matcher include = INCLUDE.matcher(source);
        for (int at = source.indexOf(KEYWORD); at >= 0; at = source.indexOf(KEYWORD, at + 1)) {
            int line = Math.max(source.lastIndexOf('\n', at), source.lastIndexOf('\r', at)) + 1;
            if (source.substring(line, at).isBlank()
                    && include.region(at, source.length()).lookingAt()) {
                names.add(include.group(1));
            }
        }
        return names;
    }
}
