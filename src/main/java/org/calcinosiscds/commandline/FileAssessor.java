package org.calcinosiscds.commandline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.BundleResult;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.NdjsonLines;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.PatientStream;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.springframework.stereotype.Component;

/** Assesses files in their order, several patients at a time; files of NDJSON and of single resources are taken together. */
@Component
final class FileAssessor {
    private final JsonGuard guard;
    private final BundleAssessor bundles;
    private final NdjsonAssessor ndjson;
    private final Limits limits;

    FileAssessor(JsonGuard guard, BundleAssessor bundles, NdjsonAssessor ndjson, Limits limits) {
        this.guard = guard;
        this.bundles = bundles;
        this.ndjson = ndjson;
        this.limits = limits;
    }

    /** @param held resources of NDJSON kept at a time */
    void assess(List<InputFile> files, AssessParameters parameters, int held, CountingResultWriter answers)
            throws IOException {
        try (OrderedResultWriter results = new OrderedResultWriter(answers)) {
            PatientStream stream = ndjson.open(parameters, held, results);
            for (InputFile file : files) {
                answers.fileBegun();
                try (file) {
                    if (file.isNdjson()) {
                        ndjson.read(new NdjsonLines(file.name(), file.stream(), limits), stream, parameters, results);
                    } else {
                        byte[] content = file.stream().readAllBytes();
                        byte[] line = SingleResource.line(content);
                        if (line == null) {
                            results.write(() -> result(file.name(), content, parameters, answers));
                        } else {
                            InputStream resource = new ByteArrayInputStream(line);
                            ndjson.read(new NdjsonLines(file.name(), resource, limits), stream, parameters, results);
                        }
                    }
                    answers.fileRead();
                } catch (UnreadableFileException e) {
                    String reason = String.valueOf(e.getMessage());
                    results.write(() -> writer -> answers.unread(file.name(), reason));
                }
            }
            stream.end();
            results.end();
        }
    }

    private ResultWriter.Result result(
            String file, byte[] bundle, AssessParameters parameters, CountingResultWriter answers) {
        BundleResult result;
        try {
            result = bundles.assess(guard.read(bundle, Set.of()), parameters);
        } catch (RejectedInputException e) {
            return writer -> writer.failed(in(file, List.of(e.issue())));
        } catch (RequestException e) {
            // A file of hospitals or practitioners, as generators write beside the patients, is no failure.
            return e.issues().get(0).code().equals("required")
                    ? writer -> answers.withoutPatient()
                    : writer -> writer.failed(in(file, e.issues()));
        }
        return writer -> {
            for (PatientResult each : result.patients()) {
                writer.answered(each.at(file, in(file, each.issues())));
            }
            result.types().forEach(writer::read);
            if (!result.unusedResources().isEmpty()) {
                writer.unusedResources(result.unusedResources());
            }
        };
    }

    private static List<OutcomeIssue> in(String file, List<OutcomeIssue> issues) {
        return FhirPathLocation.of(issues).stream()
                .map(issue -> issue.at(file + (issue.expression() == null ? "" : ": " + issue.expression())))
                .toList();
    }
}
