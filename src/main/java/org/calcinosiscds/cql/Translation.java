package org.calcinosiscds.cql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kotlinx.io.Buffer;
import kotlinx.io.Source;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerException.ErrorSeverity;
import org.cqframework.cql.cql2elm.CqlCompilerOptions;
import org.cqframework.cql.cql2elm.CqlCompilerOptions.Options;
import org.cqframework.cql.cql2elm.LibraryBuilder.SignatureLevel;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.LibrarySourceProvider;
import org.cqframework.cql.cql2elm.ModelManager;
import org.cqframework.cql.cql2elm.model.CompiledLibrary;
import org.hl7.elm.r1.VersionedIdentifier;

/**
 * Translates CQL to ELM, with the one set of options that this project uses. One thread translates everything before
 * the service is ready: the translator is not safe for concurrent first use.
 */
final class Translation {
    /**
     * The translator reports an operand as hiding another one whenever a function is translated before its position in the file
     * because an earlier define calls it. It says nothing about the CQL.
     */
    private static final String SPURIOUS = "is hiding another identifier of the same name";

    private final LibraryManager libraries;

    private final Map<String, String> sources;

    /** @param sources library name to CQL source; nothing else can be included */
    Translation(Map<String, String> sources) {
        this(sources, librariesById());
    }

    private Translation(Map<String, String> sources, Map<VersionedIdentifier, CompiledLibrary> translated) {
        this(sources, manager(translated));
    }

    /** @param libraries those that can be included too; what is translated is added */
    Translation(Map<String, String> sources, LibraryManager libraries) {
        this.sources = sources;
        this.libraries = libraries;
        libraries.getLibrarySourceLoader().clearProviders();
        libraries.getLibrarySourceLoader().registerProvider(new MapSourceProvider(sources));
    }

    LibraryManager manager() {
        return libraries;
    }

    /** The engine looks a library up at every reference, and the hash codes of identifiers collide: so, a tree. */
    static Map<VersionedIdentifier, CompiledLibrary> librariesById() {
        return new TreeMap<>(Comparator.comparing((VersionedIdentifier library) -> String.valueOf(library.getId())));
    }

    /** @param libraries those there are already; what is translated is added */
    static LibraryManager manager(Map<VersionedIdentifier, CompiledLibrary> libraries) {
        return new LibraryManager(new ModelManager(), options(), libraries);
    }

    static CqlCompilerOptions options() {
        CqlCompilerOptions options = new CqlCompilerOptions(
                ErrorSeverity.Info,
                SignatureLevel.Overloads,
                Options.EnableAnnotations,
                Options.EnableLocators,
                Options.EnableResultTypes,
                Options.DisableListDemotion,
                Options.DisableListPromotion);
        options.setValidateUnits(true);
        return options;
    }

    /**
     * Translates the named libraries and all they include.
     *
     * @throws KnowledgeException with library, line, column and message of every error and warning
     */
    LibraryManager translate(List<VersionedIdentifier> identifiers) {
        List<String> defects = new ArrayList<>();
        for (VersionedIdentifier identifier : identifiers) {
            List<CqlCompilerException> messages = new ArrayList<>();
            try {
                libraries.resolveLibrary(identifier, messages);
            } catch (RuntimeException e) {
                defects.add(identifier.getId() + ": " + e.getMessage());
            }
            messages.stream()
                    .filter(message -> !isSpurious(message))
                    .map(message -> describe(identifier, message, sources))
                    .forEach(defects::add);
        }
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return libraries;
    }

    /** Whether a message of the translator says nothing about the CQL. */
    static boolean isSpurious(CqlCompilerException message) {
        return String.valueOf(message.getMessage()).contains(SPURIOUS);
    }

    /** Library, line, column, define and message. */
    static String describe(VersionedIdentifier identifier, CqlCompilerException message, Map<String, String> sources) {
        var locator = message.getLocator();
        if (locator == null) {
            return identifier.getId() + ": " + message.getMessage();
        }
        String library = String.valueOf((locator.getLibrary() == null ? identifier : locator.getLibrary()).getId());
        return library + " line " + locator.getStartLine() + " column " + locator.getStartChar()
                + define(sources.getOrDefault(library, ""), locator.getStartLine()) + ": " + message.getMessage();
    }

    /** The define that a line belongs to: the last one that begins at or above it. */
    private static String define(String source, int line) {
        String[] lines = source.split("\n", -1);
        for (int i = Math.min(line, lines.length) - 1; i >= 0; i--) {
            if (lines[i].startsWith("define ")) {
                return " in " + lines[i].replaceFirst("^define (function )?(\"[^\"]*\").*$", "$2");
            }
        }
        return "";
    }

    private record MapSourceProvider(Map<String, String> sources) implements LibrarySourceProvider {
        @Override
        public Source getLibrarySource(VersionedIdentifier libraryIdentifier) {
            String source = sources.get(libraryIdentifier.getId());
            if (source == null) {
                throw new KnowledgeException("There is no library " + libraryIdentifier.getId() + ".");
            }
            Buffer buffer = new Buffer();
            byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
            buffer.write(bytes, 0, bytes.length);
            return buffer;
        }
    }
}
