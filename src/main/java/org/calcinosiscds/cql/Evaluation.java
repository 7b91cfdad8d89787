package org.calcinosiscds.cql;

import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.cql.interpreter.Run;
import org.calcinosiscds.cql.interpreter.Variables;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.debug.SourceLocator;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/**
 * The evaluation of the rules for one patient and one question. Shared state was measured to return another patient's numbers, so
 * nothing here outlives the question; what one call computed is kept for the next call on the same object.
 */
final class Evaluation {
    /** The parameter of CQL that is the clock. */
    static final String AS_OF = "As Of";

    private final CompiledKnowledge compiled;
    private final PatientRetrieveProvider record;
    private final PatientBundle patient;
    private final ZonedDateTime asOf;
    private final Map<String, Object> parameters;
    private final Deadline end;
    private final Run run;

    Evaluation(CompiledKnowledge compiled, PatientBundle patient, ZonedDateTime asOf, Map<String, Object> parameters) {
        this(compiled, patient, asOf, parameters, null);
    }

    /** @param listener sees each expression; null for none */
    Evaluation(
            CompiledKnowledge compiled,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters,
            @Nullable EvaluationListener listener) {
        this(compiled, patient, asOf, parameters, listener, Deadline.NONE);
    }

    /**
     * @param listener sees each expression; null for none
     * @param end after which this throws {@link DeadlineExceededException} before the next expression is evaluated
     */
    Evaluation(
            CompiledKnowledge compiled,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters,
            @Nullable EvaluationListener listener,
            Deadline end) {
        this.compiled = compiled;
        this.record = record(compiled, patient);
        this.patient = patient;
        this.asOf = asOf;
        this.parameters = Map.copyOf(parameters);
        this.end = end;
        this.run = compiled.program()
                .run(state(compiled, record, patient, asOf, parameters), record, asOf.getZone(), end, listener);
    }

    private Evaluation(Evaluation earlier, Map<String, Object> parameters, Set<String> evaluatedAnew, Deadline end) {
        this.compiled = earlier.compiled;
        this.record = earlier.record;
        this.patient = earlier.patient;
        this.asOf = earlier.asOf;
        this.parameters = Map.copyOf(parameters);
        this.end = end;
        this.run = compiled.program()
                .run(earlier.run, state(compiled, record, patient, asOf, parameters), end, evaluatedAnew);
    }

    /**
     * An evaluation for the same patient with other parameters. Libraries that depend on none of those that differ keep the values that
     * were computed.
     */
    Evaluation with(Map<String, Object> others, Deadline end) {
        Set<String> changed = Stream.concat(parameters.keySet().stream(), others.keySet().stream())
                .filter(name -> !Objects.equals(parameters.get(name), others.get(name)))
                .collect(Collectors.toSet());
        return new Evaluation(this, others, ParameterReaders.of(changed, compiled.libraries()), end);
    }

    private Evaluation(Evaluation whole, Set<String> removed) {
        this.compiled = whole.compiled;
        this.record = whole.record;
        this.patient = whole.patient;
        this.asOf = whole.asOf;
        this.parameters = whole.parameters;
        this.end = whole.end;
        RetrieveProvider reduced = record.without(removed);
        this.run = compiled.program()
                .run(state(compiled, reduced, patient, asOf, parameters), reduced, asOf.getZone(), end, null);
    }

    /** The resources that were read so far, by reference, without the Patient. */
    Map<String, Resource> read() {
        return record.retrieved();
    }

    /** The same evaluation, not begun, of the record without some resources. */
    Evaluation without(Set<String> references) {
        return new Evaluation(this, references);
    }

    /** Every record comes here on its way to the CQL, wherever it was sent: names are recognised here and nowhere else. */
    static PatientRetrieveProvider record(CompiledKnowledge compiled, PatientBundle patient) {
        return new PatientRetrieveProvider(compiled.recognition().recognise(patient), compiled.terminology());
    }

    /** The engine's state at the begin of an evaluation. */
    static State state(
            CompiledKnowledge compiled,
            RetrieveProvider record,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters) {
        Environment environment = new Environment(
                compiled.libraries(),
                new HashMap<>(Map.of(CompiledKnowledge.FHIR, new ZonedData(compiled.model(), record, asOf.getZone()))),
                compiled.terminology());
        State state = new State(environment, EnumSet.of(CqlEngine.Options.EnableExpressionCaching));
        state.getCache().setExpressionCaching(true);
        state.setEvaluationDateTime(asOf);
        state.setContextValue("Patient", patient.patient().getIdPart());
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(AS_OF, new DateTime(asOf.toOffsetDateTime()));
        state.setParameters(null, all);
        return state;
    }

    /**
     * @throws EvaluationException naming the requested library and define, and the library, line and column that failed; what it
     *     failed on may be patient data and is not kept
     * @throws DeadlineExceededException when the evaluation has to end
     */
    Map<String, @Nullable Object> evaluate(VersionedIdentifier identifier, List<String> defines) {
        Library library = compiled.library(identifier);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String name : defines) {
            values.put(name, value(library, name));
        }
        return values;
    }

    /** @throws EvaluationException as {@link #evaluate} */
    @Nullable
    Object value(Library library, String define) {
        return value(library, define, () -> compiled.program().value(run, library, define));
    }

    /**
     * Value of a part of a define, outside of any query in it.
     *
     * @throws EvaluationException as {@link #evaluate}
     */
    @Nullable
    Object value(Library library, ExpressionDef define, Expression part) {
        return value(library, define, part, Variables.NONE);
    }

    /**
     * Value of a part of a define or function.
     *
     * @param variables that the part sees
     * @throws EvaluationException as {@link #evaluate}
     */
    @Nullable
    Object value(Library library, ExpressionDef define, Expression part, Variables variables) {
        return value(
                library,
                String.valueOf(define.getName()),
                () -> compiled.program().value(run, library, define, part, variables));
    }

    private static @Nullable Object value(Library library, String name, Supplier<@Nullable Object> evaluation) {
        VersionedIdentifier identifier = Objects.requireNonNull(library.getIdentifier());
        try {
            return evaluation.get();
        } catch (DeadlineExceededException e) {
            throw e;
        } catch (CqlException e) {
            throw failed(identifier, name, Objects.requireNonNullElse(e.getCause(), e), location(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw failed(identifier, name, e, "");
        }
    }

    private static RuntimeException failed(VersionedIdentifier library, String name, Throwable cause, String location) {
        if (AuthoredExpressions.isOf(library)) {
            return AuthoredExpressions.failure(cause, location);
        }
        return new EvaluationException("Library " + library.getId() + ", define " + name + ", failed with "
                + cause.getClass().getSimpleName() + location + ".");
    }

    private static String location(CqlException failure) {
        SourceLocator locator = failure.getSourceLocator();
        if (locator == null || locator.getSourceLocation() == null) {
            return "";
        }
        return " in library " + locator.getLibraryName() + ", line "
                + locator.getSourceLocation().getStartLine() + ", column "
                + locator.getSourceLocation().getStartChar();
    }
}
