package org.calcinosiscds.cdshooks.prefetch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedBundle;
import org.springframework.stereotype.Component;

/**
 * Reads the patient's record out of the prefetch of a call, and fetches what is not there if it may.
 *
 * <p>A rule is judged on the whole answer to every query that it needs or not at all: a missing key, an error or a first page in place of
 * all pages is a gap, and what is there of it is judged by no rule.
 */
@Component
public class Prefetch {
    private static final DataGap WITHOUT_PATIENT = new DataGap(
            DataGap.Cause.NOT_SENT,
            "Patient",
            new OutcomeIssue(
                    "required", "The prefetch held no Patient with the id of 'context.patientId'.", "prefetch"));

    private final BundleReader reader;
    private final MissingDataFetcher missingData;
    private final DataRequirements requirements;

    public Prefetch(BundleReader reader, MissingDataFetcher missingData, DataRequirements requirements) {
        this.reader = reader;
        this.missingData = missingData;
        this.requirements = requirements;
    }

    /**
     * @param budget for what is fetched
     * @return the record, with every key that cannot carry a decision
     * @throws IncompleteRecordException when there is no Patient, or the record contradicts itself
     * @throws RequestException with 400 when the Patient is another or the FHIR server is not the client's
     * @throws org.calcinosiscds.outcome.RejectedInputException when a value is neither a resource nor a Bundle
     */
    public PatientChart read(DecisionService service, CdsRequest request, CdsClient client, FetchBudget budget) {
        FhirAccess access = FhirAccess.of(request, client);
        PrefetchResults answers = new PrefetchResults(
                FormerPrefetchKeys.of(service.prefetch(), request.prefetch().keySet()),
                new PatientCompartment(request.patientId(), request.fhirServer()));
        receive(answers, request);
        answers.requireThePatient();
        MissingDataFetcher.Remaining remaining = missingData.fetch(
                answers, access, request, service.references().values(), client.unsupportedTypes(), budget);
        List<DataGap> gaps = new ArrayList<>(remaining.gaps().values());
        Optional<PatientRecord> found = answers.compartment().record(answers.resources(), requirements);
        if (found.isEmpty()) {
            throw new IncompleteRecordException(gaps.isEmpty() ? List.of(WITHOUT_PATIENT) : gaps);
        }
        PatientRecord record = found.get();
        if (!record.errors().isEmpty()) {
            throw new IncompleteRecordException(record.missing());
        }
        gaps.addAll(record.gaps());
        Set<String> notAvailable = new HashSet<>(record.bundle().notAvailable());
        notAvailable.addAll(remaining.notAvailable());
        return new PatientChart(record.bundle().withoutTypes(notAvailable), List.copyOf(gaps));
    }

    /** Complete data under keys that the service does not request is used too. */
    private void receive(PrefetchResults answers, CdsRequest request) {
        request.prefetch().forEach((key, value) -> {
            if (answers.isAskedFor(key)) {
                answers.put(key, value.kind() == JsonValue.Kind.NULL ? null : reader.read(value));
            } else if (value.textOf("resourceType") != null) {
                ReceivedBundle bundle = reader.read(value);
                answers.put(key, bundle.isWhole() ? bundle : ReceivedBundle.EMPTY);
            }
        });
    }
}
