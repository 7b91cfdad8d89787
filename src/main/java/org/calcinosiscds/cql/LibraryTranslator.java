package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cqframework.cql.cql2elm.CqlCompiler;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerException.ErrorSeverity;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;

/**
 * Translates libraries one at a time, each after those that it includes. A library with errors is kept too, so that those that include
 * it can be translated: a mistake is reported where it is and not once more for every library that includes it.
 */
public final class LibraryTranslator {
    private final LibraryManager libraries = Translation.manager(Translation.librariesById());

    /**
     * What the translator says about a library.
     *
     * @param line from 1; 0 when the translator names no line
     * @param column from 1; 0 when the translator names no column
     */
    public record Message(int line, int column, boolean isError, String text) {}

    /** @param name of the library; all that it includes has been translated */
    public List<Message> translate(String name, String source) {
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
        if (compiler.getCompiledLibrary() != null) {
            libraries
                    .getCompiledLibraries()
                    .put(compiler.getCompiledLibrary().getIdentifier(), compiler.getCompiledLibrary());
        }
        return messages.stream().distinct().toList();
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
