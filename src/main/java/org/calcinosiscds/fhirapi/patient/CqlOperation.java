package org.calcinosiscds.fhirapi.patient;

import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.ExpressionException;
import org.calcinosiscds.knowledge.InvalidParameterException;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.hl7.fhir.r4.model.Parameters;

/** {@code $cql}: evaluates an expression of an author, for one patient or without a patient. Only in authoring mode: CQL can use up all resources. */
public class CqlOperation implements FhirOperation {
    private static final Set<String> NAMES = Set.of("subject", "expression", "parameters", "library", "data", "asOf");
    private static final int MAX_LENGTH = 10_000;

    private final EvaluationParametersReader circumstances;
    private final CompiledLogic logic;

    CqlOperation(EvaluationParametersReader circumstances, CompiledLogic logic) {
        this.circumstances = circumstances;
        this.logic = logic;
    }

    @Operation(name = "$cql", manualRequest = true)
    public Parameters evaluate(HttpServletRequest request) {
        ((FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE)).operation("cql");
        OperationInput input = FhirRequestBodies.parameters(request, NAMES);
        String expression = input.required("expression");
        if (expression.length() > MAX_LENGTH) {
            throw RequestException.badRequest(
                    input.location("expression"), "An expression has " + MAX_LENGTH + " characters at most.");
        }
        try {
            return logic.evaluateExpression(
                    expression,
                    input.texts("library", "url"),
                    input.has("subject") || input.has("data")
                            ? circumstances.read(input, CallerZone.of(request))
                            : circumstances.withoutPatient(input, CallerZone.of(request)));
        } catch (ExpressionException e) {
            throw refused(
                    e.defects().stream()
                            .map(defect -> "Line %d, column %d: %s"
                                    .formatted(defect.line(), defect.column(), defect.message()))
                            .toList(),
                    input);
        } catch (InvalidParameterException e) {
            throw EvaluationParametersReader.refused(e, input);
        } catch (EvaluationException e) {
            throw refused(List.of(String.valueOf(e.getMessage())), input);
        }
    }

    private static RequestException refused(List<String> defects, OperationInput input) {
        return new RequestException(
                Status.UNPROCESSABLE_CONTENT,
                defects.stream()
                        .map(defect -> new OutcomeIssue("invalid", defect, input.location("expression")))
                        .toList());
    }
}
