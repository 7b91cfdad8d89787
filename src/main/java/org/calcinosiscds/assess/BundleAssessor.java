package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedBundle;
import org.hl7.fhir.r4.model.Patient;

/** Assesses every patient of a Bundle, each by itself. */
public class BundleAssessor {
    private final BundleReader bundles;
    private final RecordAssessor patients;
    private final DataRequirements requirements;

    public BundleAssessor(BundleReader bundles, RecordAssessor patients, DataRequirements requirements) {
        this.bundles = bundles;
        this.patients = patients;
        this.requirements = requirements;
    }

    /**
     * The results by patient, and the resources that were not used.
     *
     * @throws RequestException with 400 when the only patient's record contradicts itself or is not understood, with 422 when the Bundle cannot carry a decision
     * @throws org.calcinosiscds.outcome.RejectedInputException when a resource cannot be read at all
     * @throws org.calcinosiscds.decision.OverloadedException when the service is busy
     */
    public BundleResult assess(JsonValue data, AssessParameters parameters) {
        HookContext context = parameters.context();
        ReceivedBundle received = read(data);
        PatientPartition sorted = PatientPartition.of(received.resources(), context.unsaved(), requirements);
        List<PatientRecord> records = sorted.records().stream()
                .filter(record -> isRequested(record, parameters))
                .toList();
        if (records.isEmpty()) {
            throw unprocessable(
                    "required",
                    sorted.records().isEmpty() ? "The data hold no Patient." : "The data do not hold the subject.",
                    data);
        }
        if (context.isGiven() && records.size() > 1) {
            throw new RequestException(
                    Status.BAD_REQUEST,
                    List.of(new OutcomeIssue(
                            "required",
                            "A context is that of one patient; parameter 'subject' must say of whom.",
                            FhirPathLocation.of(context.location()))));
        }
        // A Bundle of one patient is refused as a whole: no result of another patient is lost.
        if (sorted.records().size() == 1 && !records.get(0).errors().isEmpty()) {
            throw new RequestException(Status.BAD_REQUEST, records.get(0).errors());
        }
        List<PatientResult> results = new ArrayList<>();
        for (PatientRecord record : records) {
            results.add(patients.assess(record, parameters));
        }
        List<UnusedResource> unusedResources = new ArrayList<>(sorted.unusedResources());
        received.skipped().forEach(each -> unusedResources.add(UnusedResource.skipped(each.location())));
        context.unsaved().stream()
                .filter(each -> records.stream().noneMatch(record -> HookContext.isIn(record.bundle(), each)))
                .map(each -> new UnusedResource(
                        each.location(),
                        "not-found",
                        "Resources of the context that are another patient's were left out."))
                .filter(each -> unusedResources.stream()
                        .noneMatch(other -> other.location().equals(each.location())))
                .toList()
                .forEach(unusedResources::add);
        return new BundleResult(
                results,
                unusedResources,
                received.resources().stream()
                        .map(each -> each.resource().fhirType())
                        .toList());
    }

    /** @throws RequestException with 422 when the Bundle cannot carry a decision */
    public ReceivedBundle read(JsonValue data) {
        if ("Bundle".equals(data.textOf("resourceType")) && "history".equals(data.textOf("type"))) {
            throw unprocessable(
                    "not-supported", "A history Bundle holds former versions; send the current record.", data);
        }
        ReceivedBundle received = bundles.readStrictly(data);
        if (received.partial()) {
            throw unprocessable("incomplete", "The Bundle is one page of several; all of them are needed.", data);
        }
        if (received.failed()) {
            throw unprocessable("incomplete", "An OperationOutcome says that the data could not be read.", data);
        }
        return received;
    }

    /** Whether the request asks for this patient. */
    static boolean isRequested(PatientRecord record, AssessParameters parameters) {
        return parameters.subject() == null || isSubject(record.bundle().patient(), parameters.subject());
    }

    public static boolean isSubject(Patient patient, String reference) {
        String id = patient.getIdPart();
        if (id == null) {
            return false;
        }
        LiteralReference subject = LiteralReference.of(reference);
        if (subject == null) {
            return reference.equals(id);
        }
        return subject.relative().equals("Patient/" + id) || subject.relative().equals(LiteralReference.alike(id));
    }

    private static RequestException unprocessable(String code, String diagnostics, JsonValue data) {
        String location = data.location().isEmpty() ? "Bundle" : data.location();
        return new RequestException(
                Status.UNPROCESSABLE_CONTENT, List.of(new OutcomeIssue(code, diagnostics, location)));
    }
}
