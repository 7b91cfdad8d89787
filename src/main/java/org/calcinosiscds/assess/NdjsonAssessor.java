package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assesses a stream of NDJSON patient by patient: one resource a line, or one Bundle a line. */
public class NdjsonAssessor {
    private static final Logger log = LoggerFactory.getLogger(NdjsonAssessor.class);
    private static final int LINES_BETWEEN_REPORTS = 10_000;

    private final JsonGuard guard;
    private final BundleReader bundles;
    private final BundleAssessor wholeBundles;
    private final RecordAssessor patients;
    private final Limits limits;
    private final DataRequirements requirements;

    public NdjsonAssessor(
            JsonGuard guard,
            BundleReader bundles,
            BundleAssessor wholeBundles,
            RecordAssessor patients,
            Limits limits,
            DataRequirements requirements) {
        this.guard = guard;
        this.bundles = bundles;
        this.wholeBundles = wholeBundles;
        this.patients = patients;
        this.limits = limits;
        this.requirements = requirements;
    }

    /**
     * Reads to the end. A line that cannot be read is reported by its number; the other lines are assessed.
     *
     * @param pendingResources maximum number of resources of unfinished patients
     * @throws IOException when reading or writing fails; what was written until then is valid
     */
    public void assess(NdjsonLines lines, AssessParameters parameters, int pendingResources, ResultWriter writer)
            throws IOException {
        PatientStream stream = open(parameters, pendingResources, writer);
        read(lines, stream, parameters, writer);
        stream.end();
    }

    /** Starts to gather patients from files that belong together. */
    public PatientStream open(AssessParameters parameters, int pendingResources, ResultWriter writer) {
        return new PatientStream(
                pendingResources,
                limits.resources(),
                new StreamedPatientAssessor(patients, requirements, parameters, writer),
                writer);
    }

    /** Reads one of the files. */
    public void read(NdjsonLines lines, PatientStream stream, AssessParameters parameters, ResultWriter writer)
            throws IOException {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (lines.number() % LINES_BETWEEN_REPORTS == 0) {
                log.atInfo().addKeyValue("lines", lines.number()).log("Assessing a stream.");
            }
            String location = lines.location();
            try {
                read(line, lines, stream, parameters, writer);
            } catch (RejectedInputException e) {
                writer.failed(List.of(e.at(location).issue()));
            } catch (RequestException e) {
                writer.failed(in(location, e.issues()));
            }
        }
    }

    private void read(
            byte[] line, NdjsonLines lines, PatientStream stream, AssessParameters parameters, ResultWriter writer)
            throws IOException {
        if (lines.isTooLong()) {
            throw new RejectedInputException(RejectedInputException.Kind.LIMIT, "", "a line that is too long", "less");
        }
        if (isBlank(line)) {
            return;
        }
        JsonValue value = guard.read(line, Set.of());
        if ("Bundle".equals(value.textOf("resourceType"))) {
            String location = lines.location();
            writer.write(() -> result(value, location, parameters));
            return;
        }
        if ("Parameters".equals(value.textOf("resourceType"))) {
            throw new RejectedInputException(
                    RejectedInputException.Kind.STRUCTURE,
                    "",
                    "a Parameters resource",
                    "a resource of a record, or a Bundle");
        }
        ReceivedBundle received = bundles.readStrictly(value);
        if (received.failed()) {
            writer.failed(List.of(new OutcomeIssue(
                    "incomplete", "An OperationOutcome says that the data could not be read.", lines.location())));
        }
        for (ReceivedResource each : received.resources()) {
            writer.read(each.resource().fhirType());
            stream.add(each.in(lines.location()));
        }
        if (!received.skipped().isEmpty()) {
            writer.unusedResources(List.of(UnusedResource.skipped(lines.location())));
        }
    }

    private ResultWriter.Result result(JsonValue bundle, String location, AssessParameters parameters) {
        BundleResult result;
        try {
            result = OverloadRetry.call(() -> wholeBundles.assess(bundle, parameters));
        } catch (RejectedInputException e) {
            return writer -> writer.failed(List.of(e.at(location).issue()));
        } catch (RequestException e) {
            return writer -> writer.failed(in(location, e.issues()));
        }
        return writer -> {
            for (PatientResult each : result.patients()) {
                writer.answered(each.at(location + "." + each.location(), in(location, each.issues())));
            }
            result.types().forEach(writer::read);
            if (!result.unusedResources().isEmpty()) {
                writer.unusedResources(result.unusedResources().stream()
                        .map(each ->
                                new UnusedResource(location + "." + each.location(), each.code(), each.diagnostics()))
                        .toList());
            }
        };
    }

    private static List<OutcomeIssue> in(String line, List<OutcomeIssue> issues) {
        return issues.stream()
                .map(issue -> issue.at(issue.expression() == null ? line : line + "." + issue.expression()))
                .toList();
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
