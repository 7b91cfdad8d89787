package org.calcinosiscds.commandline;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.BundleResult;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.NdjsonLines;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.PatientStream;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.springframework.stereotype.Component;

/** Assesses files one after the other; files of NDJSON are taken together. */
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
        PatientStream stream = ndjson.open(parameters, held, answers);
        for (InputFile file : files) {
            answers.fileBegun();
            try (file) {
                if (file.isNdjson()) {
                    ndjson.read(new NdjsonLines(file.name(), file.stream(), limits), stream, parameters, answers);
                } else {
                    assessBundle(file, parameters, answers);
                }
                answers.fileRead();
            } catch (UnreadableFileException e) {
                answers.unread(file.name(), String.valueOf(e.getMessage()));
            } catch (RequestException e) {
                answers.failed(in(file, e.issues()));
            } catch (RejectedInputException e) {
                answers.failed(in(file, List.of(e.issue())));
            }
        }
        stream.end();
    }

    /** A file of hospitals or practitioners, as generators write beside the patients, is no failure. */
    private void assessBundle(InputFile file, AssessParameters parameters, CountingResultWriter answers)
            throws IOException {
        BundleResult result;
        try {
            result = bundles.assess(guard.read(file.stream().readAllBytes(), Set.of()), parameters);
        } catch (RequestException e) {
            if (e.issues().get(0).code().equals("required")) {
                answers.withoutPatient();
                return;
            }
            throw e;
        }
        for (PatientResult each : result.patients()) {
            answers.answered(each.at(file.name(), in(file, each.issues())));
        }
        result.types().forEach(answers::read);
        if (!result.unusedResources().isEmpty()) {
            answers.unusedResources(result.unusedResources());
        }
    }

    private static List<OutcomeIssue> in(InputFile file, List<OutcomeIssue> issues) {
        return FhirPathLocation.of(issues).stream()
                .map(issue -> issue.at(file.name() + (issue.expression() == null ? "" : ": " + issue.expression())))
                .toList();
    }
}
