package org.calcinosiscds.cql.elm;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.IncludeDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ParameterDef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.ValueSetRef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.FunctionRefEvaluator;

/** Finds the library that a name in ELM belongs to. */
public record LibraryResolver(LibraryManager libraries) {
    /** @param alias under which the library includes the one that is meant; null when it means itself */
    public Library owner(@Nullable String alias, Library library) {
        return alias == null
                ? library
                : includes(library).stream()
                        .filter(include -> alias.equals(include.getLocalIdentifier()))
                        .findFirst()
                        .map(this::included)
                        .orElseThrow();
    }

    /** The libraries that a library includes itself. */
    public List<Library> included(Library library) {
        return includes(library).stream().map(this::included).toList();
    }

    private Library included(IncludeDef include) {
        return resolve(new VersionedIdentifier().withId(include.getPath()).withVersion(include.getVersion()));
    }

    public Library resolve(VersionedIdentifier identifier) {
        return Objects.requireNonNull(libraries.resolveLibrary(identifier).getLibrary());
    }

    /** The define or function that a name means; empty when there is none, or when it depends on the types of the arguments. */
    public Optional<ExpressionDef> target(ExpressionRef reference, Library library) {
        List<ExpressionDef> found = definitions(owner(reference.getLibraryName(), library)).stream()
                .filter(definition -> Objects.equals(definition.getName(), reference.getName())
                        && (reference instanceof FunctionRef call
                                ? definition instanceof FunctionDef function && mayMean(call, function)
                                : !(definition instanceof FunctionDef)))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * Whether a call may mean a function of its name: by the types that the translator wrote down, which it does where there are several
     * of one name, otherwise by the number of operands.
     */
    public static boolean mayMean(FunctionRef call, FunctionDef function) {
        return call.getSignature().isEmpty()
                ? function.getOperand().size() == call.getOperand().size()
                : FunctionRefEvaluator.INSTANCE.functionDefOperandsSignatureEqual(function, call.getSignature());
    }

    /** What a parameter is when nobody sets it; null when it has no default. */
    @Nullable
    Expression defaultOf(ParameterRef reference, Library library) {
        return Objects.requireNonNull(owner(reference.getLibraryName(), library).getParameters()).getDef().stream()
                .filter(parameter -> String.valueOf(parameter.getName()).equals(reference.getName()))
                .findFirst()
                .map(ParameterDef::getDefault)
                .orElse(null);
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
