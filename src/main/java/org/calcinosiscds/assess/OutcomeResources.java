package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** OperationOutcomes that accompany results. */
final class OutcomeResources {
    /** Maximum number of locations that are listed; the count includes the others. */
    private static final int MAX_LOCATIONS = 50;

    private OutcomeResources() {}

    /** One error for each issue. */
    static OperationOutcome errors(List<OutcomeIssue> issues) {
        OperationOutcome outcome = outcome();
        issues.forEach(issue -> add(outcome, IssueSeverity.ERROR, issue));
        return outcome;
    }

    /** One warning for each reason why resources were left out. */
    static OperationOutcome unusedResources(List<UnusedResource> unusedResources) {
        Map<OutcomeIssue, List<String>> locations = new LinkedHashMap<>();
        unusedResources.forEach(each -> locations
                .computeIfAbsent(new OutcomeIssue(each.code(), each.diagnostics(), null), issue -> new ArrayList<>())
                .add(each.location()));
        OperationOutcome outcome = outcome();
        locations.forEach((issue, where) -> {
            OperationOutcomeIssueComponent component = add(
                    outcome,
                    IssueSeverity.WARNING,
                    new OutcomeIssue(issue.code(), issue.diagnostics() + " Number: " + where.size() + ".", null));
            where.stream()
                    .limit(MAX_LOCATIONS)
                    .forEach(location -> component.addExpression(FhirPathLocation.of(location)));
        });
        return outcome;
    }

    /** What was done, as a note. */
    static OperationOutcome note(String diagnostics) {
        OperationOutcome outcome = outcome();
        add(outcome, IssueSeverity.INFORMATION, new OutcomeIssue("informational", diagnostics, null));
        return outcome;
    }

    private static OperationOutcome outcome() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.setId(UUID.randomUUID().toString());
        return outcome;
    }

    private static OperationOutcomeIssueComponent add(
            OperationOutcome outcome, IssueSeverity severity, OutcomeIssue issue) {
        OperationOutcomeIssueComponent component = outcome.addIssue()
                .setSeverity(severity)
                .setCode(IssueType.fromCode(issue.code()))
                .setDiagnostics(issue.diagnostics());
        if (issue.expression() != null) {
            component.addExpression(FhirPathLocation.of(issue.expression()));
        }
        return component;
    }
}
