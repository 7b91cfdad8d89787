package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZonedDateTime;
import java.util.List;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.AssessedPatient;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.fhir.CombinedRequirements;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientRecord;

/**
 * Reads patients as they are read to be assessed, and leaves assessing them to the one who receives the results: their assessments are
 * empty.
 */
public record PatientReading(
        JsonGuard guard, Limits limits, BundleAssessor bundles, NdjsonAssessor ndjson, AssessParameters parameters) {

    /** Reads what one of two versions of content reads, once for both. */
    static PatientReading of(CaseRunner before, CaseRunner after, ZonedDateTime asOf) {
        FhirContext fhir = FhirContext.forR4Cached();
        DataRequirements requirements =
                new CombinedRequirements(List.of(before.dataRequirements(), after.dataRequirements()));
        JsonGuard guard = new JsonGuard(CaseRunner.LIMITS, fhir);
        BundleReader reader = new BundleReader(guard, new FhirReader(fhir, requirements));
        BundleAssessor bundles = new BundleAssessor(reader, PatientReading::unassessed, requirements);
        return new PatientReading(
                guard,
                CaseRunner.LIMITS,
                bundles,
                new NdjsonAssessor(guard, reader, bundles, PatientReading::unassessed, CaseRunner.LIMITS, requirements),
                new AssessParameters(before.serviceOf(ContentCase.PATIENT_VIEW), asOf, null, HookContext.NONE, false));
    }

    private static PatientResult unassessed(PatientRecord record, AssessParameters parameters) {
        if (!record.errors().isEmpty()) {
            return PatientResult.failed(record.location(), record.errors());
        }
        return PatientResult.of(
                record.location(),
                new AssessedPatient(
                        "Patient/" + record.bundle().patient().getIdPart(),
                        record.bundle(),
                        new Assessment(List.of(), List.of(), null, "", parameters.asOf()),
                        List.of()),
                record.notes());
    }
}
