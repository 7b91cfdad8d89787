package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.ParameterDef;
import org.jspecify.annotations.Nullable;

/** One library of a program: what its names mean. */
final class LibraryCode {
    private final Library library;
    private final ProgramContext context;
    private final IdentityHashMap<Library, LibraryCode> all;
    private final Map<String, Define> defines = new HashMap<>();
    private final Map<String, List<Function>> functions = new HashMap<>();
    private final Map<String, Parameter> parameters = new HashMap<>();

    /** Compiles an expression. */
    interface Compiler {
        /** @param definition that the expression belongs to; null for the default of a parameter */
        Body.Compiled compile(LibraryCode library, @Nullable ExpressionDef definition, Expression expression);
    }

    /** @param all libraries of the program, of which some may be added later */
    LibraryCode(Library library, ProgramContext context, IdentityHashMap<Library, LibraryCode> all, Compiler compiler) {
        this.library = library;
        this.context = context;
        this.all = all;
        LibraryResolver.definitions(library).forEach(definition -> add(definition, compiler));
        if (library.getParameters() != null) {
            library.getParameters().getDef().forEach(definition -> add(definition, compiler));
        }
    }

    private void add(ExpressionDef definition, Compiler compiler) {
        String name = String.valueOf(definition.getName());
        Body body = new Body(() -> compiler.compile(this, definition, Frame.required(definition.getExpression())));
        if (definition instanceof FunctionDef function) {
            int position = KeptCalls.areOf(function) ? context.positions().nextFunction() : KeptCalls.NONE;
            functions.computeIfAbsent(name, key -> new ArrayList<>(1)).add(new Function(function, body, position));
        } else {
            defines.put(
                    name,
                    new Define(context.positions().nextDefine(), body, Define.isWritten(definition.getExpression())));
        }
    }

    private void add(ParameterDef definition, Compiler compiler) {
        String name = String.valueOf(definition.getName());
        Expression byDefault = definition.getDefault();
        parameters.put(
                name,
                new Parameter(
                        context.positions().nextParameter(),
                        name,
                        name() + "." + name,
                        byDefault == null ? null : new Body(() -> compiler.compile(this, null, byDefault))));
    }

    String name() {
        return String.valueOf(Objects.requireNonNull(library.getIdentifier()).getId());
    }

    /** Copies the values of the defines from one evaluation to another. */
    void keep(Run from, Run to) {
        defines.values().forEach(define -> to.defines[define.position()] = from.defines[define.position()]);
    }

    Library library() {
        return library;
    }

    ProgramContext context() {
        return context;
    }

    /** @param alias under which this library includes the one that is meant; null for itself */
    LibraryCode owner(@Nullable String alias) {
        return alias == null
                ? this
                : Objects.requireNonNull(all.get(context.resolver().owner(alias, library)));
    }

    @Nullable
    Define define(@Nullable String name) {
        return defines.get(String.valueOf(name));
    }

    @Nullable
    Parameter parameter(@Nullable String name) {
        return parameters.get(String.valueOf(name));
    }

    /** Functions that a call may mean. */
    List<Function> functions(FunctionRef call) {
        return functions.getOrDefault(String.valueOf(call.getName()), List.of()).stream()
                .filter(function -> LibraryResolver.mayMean(call, function.definition()))
                .toList();
    }
}
