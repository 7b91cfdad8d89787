package org.calcinosiscds.cql.interpreter;

import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.property.PropertyReaders;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.time.Deadline;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.model.ModelResolver;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.terminology.TerminologyProvider;

/**
 * The ELM of all libraries as functions of Java. Each define and function is compiled when it is first used: operators and targets of
 * references are looked up, literals and codes folded, property paths bound. The operators are the engine's, and the values are those
 * of its {@code EvaluationVisitor}; what this package does not know is left to that visitor. Shared by all threads.
 */
public final class Program {
    private final LibraryManager libraries;
    private final ProgramContext context;
    private final IdentityHashMap<Library, LibraryCode> code = new IdentityHashMap<>();

    /** Parts of defines that were asked for on their own. */
    private final Map<Expression, Body.Compiled> parts = Collections.synchronizedMap(new IdentityHashMap<>());

    private @Nullable Program observed;

    private Program(LibraryManager libraries, ProgramContext context) {
        this.libraries = libraries;
        this.context = context;
        libraries.getCompiledLibraries().values().forEach(compiled -> {
            Library library = Objects.requireNonNull(compiled.getLibrary());
            code.put(library, new LibraryCode(library, context, code, Program::compile));
        });
    }

    private static Body.Compiled compile(
            LibraryCode library, @Nullable ExpressionDef definition, Expression expression) {
        return Compilation.of(Operators::of, library, definition, expression);
    }

    /**
     * @param modelUri of the data model of the record
     * @param terminology that never changes: values that depend on it alone are computed once
     */
    public static Program of(
            LibraryManager libraries, String modelUri, ModelResolver model, TerminologyProvider terminology) {
        Environment environment = new Environment(
                libraries, new HashMap<>(Map.of(modelUri, new CompositeDataProvider(model, null))), terminology);
        return new Program(
                libraries,
                new ProgramContext(
                        environment, new LibraryResolver(libraries), new PropertyReaders(environment), false));
    }

    /**
     * The same libraries, whose evaluations have listeners; compiled apart, so that nothing is spent on this where there are none. What
     * is compiled once serves all later listeners.
     */
    private synchronized Program observed() {
        if (observed == null) {
            observed = new Program(
                    libraries,
                    new ProgramContext(context.environment(), context.resolver(), context.properties(), true));
        }
        return observed;
    }

    /**
     * An evaluation that has not begun.
     *
     * @param state of the engine, with the parameters of the evaluation; no library is entered
     * @param zone of the evaluation, in which times of the record are read
     * @param end after which the evaluation throws {@link DeadlineExceededException}
     * @param listener sees each expression of this evaluation; null for none
     */
    public Run run(
            State state, RetrieveProvider record, ZoneId zone, Deadline end, @Nullable EvaluationListener listener) {
        return listener == null || context.isObserved()
                ? new Run(state, record, zone, end, context.positions(), listener)
                : observed().run(state, record, zone, end, listener);
    }

    /**
     * An evaluation for the same patient with other parameters, which keeps what an earlier one has found.
     *
     * @param state of the engine, with the other parameters
     * @param end after which the evaluation throws {@link DeadlineExceededException}
     * @param anew names of the libraries whose values may be others now
     */
    public Run run(Run earlier, State state, Deadline end, Set<String> anew) {
        Program program = of(earlier);
        Run run = new Run(earlier, state, end, program.context.positions());
        program.code.values().stream()
                .filter(library -> !anew.contains(library.name()))
                .forEach(library -> library.keep(earlier, run));
        return run;
    }

    /**
     * Value of a define.
     *
     * @throws CqlException with the position of the innermost expression that failed
     * @throws DeadlineExceededException when the evaluation has to end
     */
    public @Nullable Object value(Run run, Library library, String define) {
        Define found = of(run).library(library).define(define);
        if (found == null) {
            throw new CqlException("The library has no such define.");
        }
        return found.value(run);
    }

    /**
     * Value of a part of a define or function.
     *
     * @param variables that the part sees: the operands of its function, aliases and lets of the queries around it
     * @throws CqlException as {@link #value(Run, Library, String)}
     */
    public @Nullable Object value(
            Run run, Library library, ExpressionDef define, Expression part, Variables variables) {
        Program program = of(run);
        return program.parts
                .computeIfAbsent(
                        part,
                        each -> Compilation.of(
                                Operators::of, program.library(library), define, each, variables.names()))
                .evaluate(run, variables.values());
    }

    /** The program that has the positions of that evaluation. */
    private Program of(Run run) {
        return run.listener() == null || context.isObserved() ? this : observed();
    }

    private LibraryCode library(Library library) {
        return Objects.requireNonNull(code.get(library));
    }
}
