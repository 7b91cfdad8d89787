package org.calcinosiscds.commandline;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.calcinosiscds.assess.AssessedPatient;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentDiff;
import org.calcinosiscds.authoring.ContentDiff.PatientDiff;
import org.calcinosiscds.authoring.DiffTotals;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.jspecify.annotations.Nullable;

/** Compares cases, or patients that are read as they are to be assessed, on all processors, in the order of the input. */
final class DiffRun implements ResultWriter, AutoCloseable {
    private final ContentDiff diff;
    private final ZonedDateTime asOf;
    private final Consumer<PatientDifferences> found;
    private final OrderedTasks<Compared> tasks;
    private final DiffTotals totals = new DiffTotals();
    private final List<String> notRead = new ArrayList<>();

    /**
     * A patient who is answered otherwise.
     *
     * @param patient path of a case, or reference of a patient
     * @param location the folder or file of the case; file, line and entry of the patient
     */
    record PatientDifferences(String patient, String location, List<String> differences) {}

    /** @param failure why there is no comparison; null when there is one */
    private record Compared(
            String patient,
            String location,
            @Nullable PatientDiff diff,
            @Nullable String failure) {}

    /** @param found receives each patient who is answered otherwise */
    DiffRun(ContentDiff diff, ZonedDateTime asOf, Consumer<PatientDifferences> found) {
        this.diff = diff;
        this.asOf = asOf;
        this.found = found;
        this.tasks = new OrderedTasks<>(this::compared);
    }

    void compare(ContentCase each) {
        compare(each.toString(), each.path().toString(), () -> diff.compare(each));
    }

    /** The result has no answer yet. */
    @Override
    public void answered(PatientResult result) {
        failed(result.issues());
        if (result.assessed().isPresent()) {
            AssessedPatient patient = result.assessed().get();
            compare(patient.subject(), result.location(), () -> diff.compare(patient.patient(), asOf));
        }
    }

    private void compare(String patient, String location, Callable<PatientDiff> comparison) {
        tasks.add(() -> {
            try {
                return new Compared(patient, location, comparison.call(), null);
            } catch (RejectedInputException | EvaluationException e) {
                return new Compared(patient, location, null, e.getMessage());
            } catch (RequestException e) {
                return new Compared(patient, location, null, e.issues().get(0).diagnostics());
            }
        });
    }

    private void compared(Compared compared) {
        PatientDiff of = compared.diff();
        if (of == null) {
            notRead.add(compared.location() + ": " + compared.failure());
            return;
        }
        totals.add(of);
        if (!of.sentences().isEmpty()) {
            found.accept(new PatientDifferences(compared.patient(), compared.location(), of.sentences()));
        }
    }

    @Override
    public void failed(List<OutcomeIssue> issues) {
        issues.forEach(issue ->
                notRead.add((issue.expression() == null ? "" : issue.expression() + ": ") + issue.diagnostics()));
    }

    /** The summary counts them. */
    @Override
    public void unusedResources(List<UnusedResource> resources) {}

    /** Waits for all comparisons. */
    @Override
    public void end() {
        tasks.end();
    }

    /** Complete after the end. */
    DiffTotals totals() {
        return totals;
    }

    /** What could not be read or compared, each with its place; complete after the end. */
    List<String> notRead() {
        return notRead;
    }

    @Override
    public void close() {
        tasks.close();
    }
}
