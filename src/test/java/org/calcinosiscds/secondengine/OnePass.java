package org.calcinosiscds.secondengine;

import ca.uhn.fhir.repository.IRepository;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationResult;
import org.opencds.cqf.cql.engine.execution.EvaluationVisitor;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.execution.Libraries;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.fhir.cql.Engines;
import org.opencds.cqf.fhir.cql.EvaluationSettings;
import org.opencds.cqf.fhir.cql.LibraryEngine;
import org.opencds.cqf.fhir.cql.engine.parameters.CqlFhirParametersConverter;

/**
 * Evaluates the expressions of a plan for one patient together. As it is, the engine makes a library of each expression, translates it
 * and evaluates it from the beginning: seconds for each of some forty. Before each evaluation it also walks every path through the
 * includes of the libraries, which takes longer than the evaluation; here the libraries are resolved once, by their names.
 */
final class OnePass extends LibraryEngine {
    private final PlanLibrary library;
    private @Nullable Parameters values;

    OnePass(IRepository repository, EvaluationSettings settings, PlanLibrary library) {
        super(repository, settings);
        this.library = library;
    }

    @Override
    public IBaseParameters evaluateExpression(
            String expression,
            IBaseParameters parameters,
            Map<String, Object> rawParameters,
            String patientId,
            Map<String, String> referencedLibraries,
            IBaseBundle bundle,
            IBase contextParameter,
            IBase resourceParameter) {
        if (values == null) {
            values = (Parameters) evaluate(
                    library.identifier(), patientId, parameters, rawParameters, bundle, null, library.defines());
        }
        Parameters answer = new Parameters();
        String define = library.define(expression);
        values.getParameter().stream()
                .filter(parameter -> define.equals(parameter.getName()))
                .forEach(parameter -> answer.addParameter(parameter.copy().setName("return")));
        return answer;
    }

    @Override
    public EvaluationResult getEvaluationResult(
            VersionedIdentifier identifier,
            String patientId,
            IBaseParameters parameters,
            Map<String, Object> rawParameters,
            IBaseBundle bundle,
            Set<String> defines,
            CqlFhirParametersConverter converter,
            @Nullable ZonedDateTime time,
            @Nullable CqlEngine unused) {
        CqlEngine engine = Engines.forRepository(repository, settings, bundle);
        Library translated = Objects.requireNonNull(
                Objects.requireNonNull(engine.getEnvironment().getLibraryManager())
                        .resolveLibrary(identifier)
                        .getLibrary());
        State state = engine.getState();
        state.setEvaluationDateTime(ZonedDateTime.now(Clock.systemDefaultZone()));
        state.init(translated);
        state.setContextValue("Patient", new IdType(patientId).getIdPart());
        state.setParameters(
                translated, Engines.getCqlFhirParametersConverter(fhirContext).toCqlParameters(parameters));
        state.beginEvaluation();
        EvaluationResult result = new EvaluationResult();
        for (String name : defines) {
            ExpressionDef define = Objects.requireNonNull(Libraries.resolveExpressionRef(name, translated));
            state.pushActivationFrame(define, Objects.requireNonNull(define.getContext()));
            Object value = new EvaluationVisitor().visitExpressionDef(define, state);
            state.popActivationFrame();
            result.set(new EvaluationExpressionRef(name), new ExpressionResult(value, Set.of()));
        }
        return result;
    }
}
