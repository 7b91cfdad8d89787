package org.calcinosiscds.cql.elm;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * Finds definitions by the expressions of ELM that belong to them or mean them. Each is looked for once: an evaluation that is watched asks
 * some thousand times. Shared by all threads.
 */
public final class DefinitionIndex {
    private final LibraryResolver libraries;
    private final Map<Identity, Optional<ExpressionDef>> targets = new ConcurrentHashMap<>();
    private final IdentityHashMap<Expression, ExpressionDef> roots = new IdentityHashMap<>();

    public DefinitionIndex(LibraryManager libraries) {
        this.libraries = new LibraryResolver(libraries);
        libraries.getCompiledLibraries().values().stream()
                .flatMap(library -> LibraryResolver.definitions(Objects.requireNonNull(library.getLibrary())).stream())
                .filter(definition -> !(definition instanceof FunctionDef) && definition.getExpression() != null)
                .forEach(definition -> roots.put(definition.getExpression(), definition));
    }

    /** The same as {@link LibraryResolver#target}. */
    public Optional<ExpressionDef> target(ExpressionRef reference, Library library) {
        return targets.computeIfAbsent(new Identity(reference), key -> libraries.target(reference, library));
    }

    /** The define that is this whole expression; null for expressions within, and of functions. */
    public @Nullable ExpressionDef defineOf(Expression whole) {
        return roots.get(whole);
    }

    private record Identity(ExpressionRef reference) {
        @Override
        @SuppressWarnings("ReferenceEquality") // Two references of the same words are two.
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity identity && identity.reference == reference;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(reference);
        }
    }
}
