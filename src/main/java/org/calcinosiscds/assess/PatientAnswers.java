package org.calcinosiscds.assess;

import ca.uhn.fhir.context.FhirContext;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.CalciumPhosphateProduct.Measurement;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** Writes results as rows of a table, and as FHIR where that is asked for. */
record PatientAnswers(FhirContext context, AsFhir answers) {

    /**
     * The result of the only patient.
     *
     * @param unused resources that belong to no patient of these
     */
    PatientAnswer only(List<PatientResult> results, int unused, ZonedDateTime asOf) {
        if (results.size() != 1) {
            return PatientAnswer.failed("two-versions");
        }
        PatientResult result = results.get(0);
        return result.assessed()
                .map(assessed -> answer(assessed, result.issues(), unused, asOf))
                .orElseGet(() -> PatientAnswer.failed(code(result.issues())));
    }

    /** Whether FHIR is asked for. */
    boolean isWritten(Assessment assessment) {
        return answers == AsFhir.ALL
                || (answers == AsFhir.WITH_RULES && !assessment.rules().isEmpty());
    }

    private PatientAnswer answer(AssessedPatient assessed, List<OutcomeIssue> issues, int unused, ZonedDateTime asOf) {
        Assessment assessment = assessed.assessment();
        CalciumPhosphateProduct product = assessment.product();
        Patient patient = assessed.patient().patient();
        return new PatientAnswer(
                patient.getIdPart(),
                null,
                assessment.rules(),
                since(assessment, assessed.patient()),
                assessment.recommendations().stream()
                        .map(Recommendation::urgency)
                        .max(Recommendation.Urgency::compareTo)
                        .map(urgency -> urgency.name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                assessment.recommendations().stream()
                        .map(Recommendation::problem)
                        .distinct()
                        .toList(),
                product == null ? null : product.value(),
                product == null ? null : product.corrected(),
                product == null || product.value() == null ? null : product.unit(),
                product == null ? null : product.tier(),
                product == null ? List.of() : product.flags(),
                product == null ? null : product.reason(),
                product == null ? null : day(product.calcium()),
                product == null ? null : day(product.phosphate()),
                age(patient, asOf),
                patient.getGender() != null ? patient.getGender().toCode() : null,
                issues.size() + unused,
                isWritten(assessment) ? json(assessed, issues) : null);
    }

    private static List<@Nullable LocalDate> since(Assessment assessment, PatientBundle record) {
        List<@Nullable LocalDate> days = new ArrayList<>();
        for (String rule : assessment.rules()) {
            days.add(assessment.recommendations().stream()
                    .filter(recommendation -> recommendation.rules().contains(rule))
                    .flatMap(recommendation -> recommendation.triggers().stream())
                    .map(reference -> day(reference, record))
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .orElse(null));
        }
        return days;
    }

    private static @Nullable LocalDate day(String reference, PatientBundle record) {
        int slash = reference.indexOf('/');
        String id = reference.substring(slash + 1);
        return slash < 0
                ? null
                : record.ofType(reference.substring(0, slash)).stream()
                        .filter(resource -> id.equals(resource.getIdPart()))
                        .findFirst()
                        .map(ResourceDay::of)
                        .orElse(null);
    }

    private String json(AssessedPatient assessed, List<OutcomeIssue> issues) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        assessed.entries().forEach(bundle::addEntry);
        if (!issues.isEmpty()) {
            // The same patient at the same time has the same answer, also in its ids.
            String seed =
                    assessed.subject() + '|' + assessed.assessment().asOf().toInstant() + "|issues";
            OperationOutcome outcome = OutcomeResources.errors(issues);
            outcome.setId(PatientResources.id(seed));
            bundle.addEntry().setFullUrl("urn:uuid:" + outcome.getIdPart()).setResource(outcome);
        }
        return context.newJsonParser().encodeResourceToString(bundle);
    }

    /** The reason code of issues because of which there is no result. */
    static String code(List<OutcomeIssue> issues) {
        if (issues.stream().anyMatch(issue -> issue.code().equals("multiple-matches"))) {
            return "two-versions";
        }
        return issues.stream().anyMatch(issue -> issue.code().equals("exception")) ? "evaluation-failed" : "not-r4";
    }

    private static @Nullable LocalDate day(@Nullable Measurement measurement) {
        return measurement == null ? null : ResourceDay.written(measurement.effective());
    }

    private static @Nullable Integer age(Patient patient, ZonedDateTime asOf) {
        DateType birth = patient.getBirthDateElement();
        LocalDate day = ResourceDay.written(birth.getValueAsString());
        return day == null ? null : Period.between(day, asOf.toLocalDate()).getYears();
    }
}
