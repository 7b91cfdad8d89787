package org.calcinosiscds.cql.interpreter;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.FunctionRefEvaluator;

/**
 * What each reference in the ELM means, found once at start. The engine looks names up at every reference, and hashes the whole
 * tree of a call's arguments to remember which function it was.
 *
 * <p>What is not in here the engine finds in its own way: a call whose function depends on the types of the arguments.
 */
public final class ResolvedReferences extends BaseElmLibraryVisitor<@Nullable Void, Library> {
    private final LibraryResolver inclusion;
    private final IdentityHashMap<ExpressionRef, ExpressionDef> targets = new IdentityHashMap<>();

    private final @Nullable ResolvedReferences base;

    private ResolvedReferences(LibraryManager libraries, @Nullable ResolvedReferences base) {
        this.inclusion = new LibraryResolver(libraries);
        this.base = base;
    }

    public static ResolvedReferences of(LibraryManager libraries) {
        ResolvedReferences links = new ResolvedReferences(libraries, null);
        libraries
                .getCompiledLibraries()
                .values()
                .forEach(compiled -> links.add(Objects.requireNonNull(compiled.getLibrary())));
        return links;
    }

    /** These and what one more library means, which the libraries of these do not include. */
    public ResolvedReferences and(Library library, LibraryManager libraries) {
        ResolvedReferences links = new ResolvedReferences(libraries, this);
        links.add(library);
        return links;
    }

    /** The define or function that a reference means. */
    @Nullable
    public ExpressionDef target(ExpressionRef reference) {
        ExpressionDef target = targets.get(reference);
        return target == null && base != null ? base.target(reference) : target;
    }

    private void add(Library library) {
        LibraryResolver.definitions(library).forEach(define -> visitExpressionDef(define, library));
    }

    @Override
    public @Nullable Void visitExpressionRef(ExpressionRef reference, Library library) {
        // The base class hands a FunctionRef on to visitFunctionRef.
        if (!(reference instanceof FunctionRef)) {
            LibraryResolver.definitions(owner(reference, library)).stream()
                    .filter(define -> !(define instanceof FunctionDef) && isNamed(define, reference))
                    .findFirst()
                    .ifPresent(define -> targets.put(reference, define));
        }
        return super.visitExpressionRef(reference, library);
    }

    @Override
    public @Nullable Void visitFunctionRef(FunctionRef call, Library library) {
        List<FunctionDef> functions = LibraryResolver.definitions(owner(call, library)).stream()
                .filter(FunctionDef.class::isInstance)
                .map(FunctionDef.class::cast)
                .filter(function -> isNamed(function, call) && isCalled(function, call))
                .toList();
        if (functions.size() == 1) {
            targets.put(call, functions.get(0));
        }
        return super.visitFunctionRef(call, library);
    }

    private Library owner(ExpressionRef reference, Library library) {
        return inclusion.owner(reference.getLibraryName(), library);
    }

    private static boolean isNamed(ExpressionDef define, ExpressionRef reference) {
        return Objects.equals(define.getName(), reference.getName());
    }

    /** By the types that the translator wrote down, which it does where there are several functions of one name. */
    private static boolean isCalled(FunctionDef function, FunctionRef call) {
        return call.getSignature().isEmpty()
                ? function.getOperand().size() == call.getOperand().size()
                : FunctionRefEvaluator.INSTANCE.functionDefOperandsSignatureEqual(function, call.getSignature());
    }

    @Override
    protected @Nullable Void defaultResult(Element element, Library library) {
        return null;
    }
}
