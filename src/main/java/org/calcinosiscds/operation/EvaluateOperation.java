package org.calcinosiscds.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.http.Call;
import org.calcinosiscds.http.RefusedRequestException;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.UnfitParameterException;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** {@code Library/$evaluate}: what the expressions of one of our libraries are for one patient. */
@Component
public class EvaluateOperation implements FhirOperation {
    private static final Set<String> NAMES = Set.of("url", "subject", "expression", "parameters", "data", "asOf");

    private final Canonicals canonicals;
    private final CircumstancesReader circumstances;
    private final CompiledLogic logic;

    EvaluateOperation(Canonicals canonicals, CircumstancesReader circumstances, CompiledLogic logic) {
        this.canonicals = canonicals;
        this.circumstances = circumstances;
        this.logic = logic;
    }

    @Operation(name = "$evaluate", typeName = "Library", manualRequest = true)
    public Parameters evaluate(@IdParam(optional = true) @Nullable IdType id, HttpServletRequest request) {
        ((FhirCall) request.getAttribute(Call.ATTRIBUTE)).operation("evaluate");
        OperationInput input = OperationInput.of(request, NAMES);
        String library = canonicals.named(Library.class, id, input).getName();
        List<String> known = logic.expressions(library);
        List<String> asked = input.texts("expression");
        if (!known.containsAll(asked)) {
            throw new RefusedRequestException(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    List.of(new OutcomeIssue(
                            "not-found",
                            "The library has no such expression; it has " + String.join(", ", known) + ".",
                            input.place("expression"))));
        }
        try {
            return logic.evaluate(
                    library, asked.isEmpty() ? known : asked, circumstances.read(input, CallerZone.of(request)));
        } catch (UnfitParameterException e) {
            throw CircumstancesReader.refused(e, input);
        }
    }
}
