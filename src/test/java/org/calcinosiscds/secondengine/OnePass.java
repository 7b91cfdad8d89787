package org.calcinosiscds.secondengine;

import ca.uhn.fhir.repository.IRepository;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.fhir.cql.EvaluationSettings;
import org.opencds.cqf.fhir.cql.LibraryEngine;

/**
 * Evaluates the expressions of a plan for one patient together. As it is, the engine makes a library of each expression, translates it
 * and evaluates it from the beginning: seconds for each of some forty.
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
}
