package org.calcinosiscds.cql;

import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.interpreter.Interpreter;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.record.PatientBundle;
import org.cqframework.cql.elm.visiting.ElmLibraryVisitor;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.debug.SourceLocator;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.Libraries;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/**
 * The engine's state for one patient and one question. Shared state was measured to return another patient's numbers,
 * so nothing here outlives the question; what one call computed is cached for the next call on the same object.
 *
 * <p>Defines are visited directly. {@code CqlEngine.evaluate} 4.4.0 first walks every path through the includes, which
 * costs some thousand steps on libraries that include one another in layers and nothing else of use: all libraries
 * were compiled and checked at start.
 */
final class Evaluation {
    /** The parameter of CQL that is the clock. */
    static final String AS_OF = "As Of";

    private static final String FHIR = "http://hl7.org/fhir";

    private final CompiledKnowledge compiled;
    private final PatientRetrieveProvider record;
    private final PatientBundle patient;
    private final ZonedDateTime asOf;
    private final Map<String, Object> parameters;
    private final State state;
    private final ElmLibraryVisitor<@Nullable Object, State> visitor;

    Evaluation(CompiledKnowledge compiled, PatientBundle patient, ZonedDateTime asOf, Map<String, Object> parameters) {
        this(compiled, indexed(compiled, patient), patient, asOf, parameters);
    }

    /**
     * An evaluation for the same patient with other parameters. Libraries that depend on none of those that differ keep the values that
     * were computed.
     */
    Evaluation with(Map<String, Object> others) {
        Set<String> changed = Stream.concat(parameters.keySet().stream(), others.keySet().stream())
                .filter(name -> !Objects.equals(parameters.get(name), others.get(name)))
                .collect(Collectors.toSet());
        Set<String> readers = ParameterReaders.of(changed, compiled.libraries());
        Evaluation evaluation = new Evaluation(compiled, record, patient, asOf, others);
        state.getCache().getExpressions().forEach((library, values) -> {
            if (library != null && !readers.contains(String.valueOf(library.getId()))) {
                evaluation.state.getCache().getExpressions().put(library, values);
            }
        });
        return evaluation;
    }

    /** Every record comes here on its way to the CQL, wherever it was sent: names are recognised here and nowhere else. */
    private static PatientRetrieveProvider indexed(CompiledKnowledge compiled, PatientBundle patient) {
        return new PatientRetrieveProvider(compiled.recognition().recognise(patient), compiled.terminology());
    }

    private Evaluation(
            CompiledKnowledge compiled,
            PatientRetrieveProvider record,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters) {
        this(
                compiled,
                record,
                patient,
                asOf,
                parameters,
                new Interpreter(compiled.links(), compiled.precomputed().of(record, parameters)));
    }

    /** @param visitor what evaluates a define: another than ours, to learn of it or to hold ours to it */
    Evaluation(
            CompiledKnowledge compiled,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters,
            ElmLibraryVisitor<@Nullable Object, State> visitor) {
        this(compiled, indexed(compiled, patient), patient, asOf, parameters, visitor);
    }

    private Evaluation(
            CompiledKnowledge compiled,
            PatientRetrieveProvider record,
            PatientBundle patient,
            ZonedDateTime asOf,
            Map<String, Object> parameters,
            ElmLibraryVisitor<@Nullable Object, State> visitor) {
        this.compiled = compiled;
        this.record = record;
        this.patient = patient;
        this.asOf = asOf;
        this.parameters = Map.copyOf(parameters);
        this.visitor = visitor;
        Environment environment = new Environment(
                compiled.libraries(),
                new HashMap<>(Map.of(FHIR, new ZonedData(compiled.model(), record, asOf.getZone()))),
                compiled.terminology());
        state = new State(environment, EnumSet.of(CqlEngine.Options.EnableExpressionCaching));
        state.getCache().setExpressionCaching(true);
        state.setEvaluationDateTime(asOf);
        state.setContextValue("Patient", patient.patient().getIdPart());
        Map<String, Object> all = new HashMap<>(parameters);
        all.put(AS_OF, new DateTime(asOf.toOffsetDateTime()));
        state.setParameters(null, all);
    }

    /**
     * @throws EvaluationException naming library and define that were asked for, and the library, line and column that failed; what it
     *     failed on may be patient data and is not kept
     */
    Map<String, @Nullable Object> evaluate(VersionedIdentifier identifier, List<String> defines) {
        Library library = compiled.library(identifier);
        Map<String, @Nullable Object> values = new HashMap<>();
        state.init(library);
        state.beginEvaluation();
        for (String name : defines) {
            values.put(name, value(Libraries.resolveExpressionRef(name, library), identifier, name));
        }
        state.endEvaluation();
        state.clearEvaluatedResources();
        state.exitLibrary(true);
        return values;
    }

    /**
     * Value of a part of a define, outside of any query in it.
     *
     * @throws EvaluationException as {@link #evaluate}
     */
    @Nullable
    Object value(Library library, ExpressionDef define, Expression part) {
        VersionedIdentifier identifier = Objects.requireNonNull(library.getIdentifier());
        state.init(library);
        state.beginEvaluation();
        state.pushActivationFrame(define, define.getContext());
        try {
            return visitor.visitExpression(part, state);
        } catch (CqlException e) {
            throw failed(
                    identifier,
                    String.valueOf(define.getName()),
                    Objects.requireNonNullElse(e.getCause(), e),
                    place(e));
        } finally {
            state.popActivationFrame();
            state.endEvaluation();
            state.clearEvaluatedResources();
            state.exitLibrary(true);
        }
    }

    private @Nullable Object value(ExpressionDef define, VersionedIdentifier library, String name) {
        state.pushActivationFrame(define, define.getContext());
        try {
            return visitor.visitExpressionDef(define, state);
        } catch (CqlException e) {
            throw failed(library, name, Objects.requireNonNullElse(e.getCause(), e), place(e));
        } catch (RuntimeException | StackOverflowError e) {
            throw failed(library, name, e, "");
        } finally {
            state.popActivationFrame();
        }
    }

    private static RuntimeException failed(VersionedIdentifier library, String name, Throwable cause, String place) {
        if (AuthoredExpressions.isOf(library)) {
            return AuthoredExpressions.failure(cause, place);
        }
        return new EvaluationException("Library " + library.getId() + ", define " + name + ", failed with "
                + cause.getClass().getSimpleName() + place + ".");
    }

    private static String place(CqlException failure) {
        SourceLocator locator = failure.getSourceLocator();
        if (locator == null || locator.getSourceLocation() == null) {
            return "";
        }
        return " in library " + locator.getLibraryName() + ", line "
                + locator.getSourceLocation().getStartLine() + ", column "
                + locator.getSourceLocation().getStartChar();
    }
}
