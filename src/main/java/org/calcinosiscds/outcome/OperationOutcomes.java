package org.calcinosiscds.outcome;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Writes the body of every answer that is not a success. */
public final class OperationOutcomes {
    private final FhirContext context;

    public OperationOutcomes(FhirContext context) {
        this.context = context;
    }

    /** An OperationOutcome in UTF-8 JSON, one error for each issue. */
    public byte[] json(List<OutcomeIssue> issues) {
        OperationOutcome outcome = new OperationOutcome();
        for (OutcomeIssue issue : issues) {
            OperationOutcome.OperationOutcomeIssueComponent component = outcome.addIssue()
                    .setSeverity(IssueSeverity.ERROR)
                    .setCode(IssueType.fromCode(issue.code()))
                    .setDiagnostics(issue.diagnostics());
            if (issue.expression() != null) {
                component.addExpression(issue.expression());
            }
        }
        return context.newJsonParser().encodeResourceToString(outcome).getBytes(StandardCharsets.UTF_8);
    }
}
