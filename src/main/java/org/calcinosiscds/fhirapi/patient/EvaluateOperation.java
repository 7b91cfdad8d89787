package org.calcinosiscds.fhirapi.patient;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.fhirapi.knowledge.CanonicalResolver;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.InvalidParameterException;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code Library/$evaluate}: evaluates expressions of one of our libraries for one patient. */
@Component
public class EvaluateOperation implements FhirOperation {
    private static final Set<String> NAMES = Set.of("url", "subject", "expression", "parameters", "data", "asOf");

    private final CanonicalResolver canonicals;
    private final EvaluationParametersReader circumstances;
    private final CompiledLogic logic;

    EvaluateOperation(CanonicalResolver canonicals, EvaluationParametersReader circumstances, CompiledLogic logic) {
        this.canonicals = canonicals;
        this.circumstances = circumstances;
        this.logic = logic;
    }

    @Operation(name = "$evaluate", typeName = "Library", manualRequest = true)
    public Parameters evaluate(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("evaluate");
        OperationInput input = FhirRequestBodies.parameters(request, NAMES);
        String library = canonicals.named(Library.class, id, input).getName();
        List<String> known = logic.expressions(library);
        List<String> asked = input.texts("expression");
        if (!known.containsAll(asked)) {
            throw new RequestException(
                    Status.UNPROCESSABLE_CONTENT,
                    List.of(new OutcomeIssue(
                            "not-found",
                            "The library has no such expression; it has " + String.join(", ", known) + ".",
                            input.location("expression"))));
        }
        try {
            return logic.evaluate(
                    library, asked.isEmpty() ? known : asked, circumstances.read(input, CallerZone.of(request)));
        } catch (InvalidParameterException e) {
            throw EvaluationParametersReader.refused(e, input);
        }
    }
}
