package org.calcinosiscds.cql.elm;

import java.util.List;
import java.util.Objects;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.IncludeDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ValueSetRef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;

/** Finds the library that a name in ELM belongs to. */
public record LibraryResolver(LibraryManager libraries) {
    /** @param alias under which the library includes the one that is meant; null when it means itself */
    public Library owner(@Nullable String alias, Library library) {
        return alias == null
                ? library
                : resolve(includes(library).stream()
                        .filter(include -> alias.equals(include.getLocalIdentifier()))
                        .map(include -> new VersionedIdentifier()
                                .withId(include.getPath())
                                .withVersion(include.getVersion()))
                        .findFirst()
                        .orElseThrow());
    }

    public Library resolve(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }

    /** Of the value set that a name means. */
    String canonical(ValueSetRef reference, Library library) {
        return Objects.requireNonNull(owner(reference.getLibraryName(), library).getValueSets()).getDef().stream()
                .filter(valueSet -> String.valueOf(valueSet.getName()).equals(reference.getName()))
                .map(valueSet -> String.valueOf(valueSet.getId()))
                .findFirst()
                .orElseThrow();
    }

    public static List<ExpressionDef> definitions(Library library) {
        return library.getStatements() == null
                ? List.of()
                : library.getStatements().getDef();
    }

    private static List<IncludeDef> includes(Library library) {
        return library.getIncludes() == null ? List.of() : library.getIncludes().getDef();
    }
}
