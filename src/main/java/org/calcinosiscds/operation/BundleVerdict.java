package org.calcinosiscds.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.SortedRecords.LeftOver;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What was concluded about the patients of a Bundle.
 *
 * @param verdicts one for each patient, in the order of the Patients
 * @param leftOver resources that were not used
 */
record BundleVerdict(List<PatientVerdict> verdicts, List<LeftOver> leftOver) {
    /** So many places are listed; the count tells of the others. */
    private static final int PLACES = 50;

    /** A collection: the answers, then an OperationOutcome for each patient without one, then one for what was left over. */
    Bundle bundle() {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        verdicts.forEach(verdict -> {
            verdict.assessed().ifPresent(assessed -> assessed.entries().forEach(bundle::addEntry));
            if (!verdict.issues().isEmpty()) {
                OperationOutcome outcome = new OperationOutcome();
                verdict.issues().forEach(issue -> add(outcome, IssueSeverity.ERROR, issue));
                add(bundle, outcome);
            }
        });
        if (!leftOver.isEmpty()) {
            add(bundle, leftOvers());
        }
        return bundle;
    }

    /** Patients who were assessed. */
    long assessed() {
        return verdicts.stream()
                .filter(verdict -> verdict.assessed().isPresent())
                .count();
    }

    private OperationOutcome leftOvers() {
        Map<OutcomeIssue, List<String>> places = new LinkedHashMap<>();
        leftOver.forEach(each -> places.computeIfAbsent(
                        new OutcomeIssue(each.code(), each.diagnostics(), null), issue -> new java.util.ArrayList<>())
                .add(each.place()));
        OperationOutcome outcome = new OperationOutcome();
        places.forEach((issue, where) -> {
            OutcomeIssue counted =
                    new OutcomeIssue(issue.code(), issue.diagnostics() + " Number: " + where.size() + ".", null);
            OperationOutcome.OperationOutcomeIssueComponent component = add(outcome, IssueSeverity.WARNING, counted);
            where.stream().limit(PLACES).forEach(place -> component.addExpression(FhirPlace.of(place)));
        });
        return outcome;
    }

    private static OperationOutcome.OperationOutcomeIssueComponent add(
            OperationOutcome outcome, IssueSeverity severity, OutcomeIssue issue) {
        OperationOutcome.OperationOutcomeIssueComponent component = outcome.addIssue()
                .setSeverity(severity)
                .setCode(IssueType.fromCode(issue.code()))
                .setDiagnostics(issue.diagnostics());
        if (issue.expression() != null) {
            component.addExpression(FhirPlace.of(issue.expression()));
        }
        return component;
    }

    private static void add(Bundle bundle, OperationOutcome outcome) {
        String id = UUID.randomUUID().toString();
        outcome.setId(id);
        bundle.addEntry().setFullUrl("urn:uuid:" + id).setResource(outcome);
    }
}
