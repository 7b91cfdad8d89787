package org.calcinosiscds.commandline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.jspecify.annotations.Nullable;

/** Passes answers on and counts them, for the summary and the exit code. */
public final class CountingResultWriter implements ResultWriter {
    private final ResultWriter answers;
    private final Progress progress;
    private final AssessSources sources;
    private final @Nullable String subject;
    private final Map<String, Integer> tiers = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> rules = new TreeMap<>();
    private int assessed;
    private int incomplete;
    private int failed;
    private int unusedResources;
    private final Map<String, Integer> resources = new TreeMap<>();
    private int resourcesRead;
    private int withoutPatient;
    private int filesBegun;
    private int filesRead;
    private int filesUnread;

    /** @param subject the only requested patient; null for all */
    CountingResultWriter(ResultWriter answers, Progress progress, AssessSources sources, @Nullable String subject) {
        this.answers = answers;
        this.progress = progress;
        this.sources = sources;
        this.subject = subject;
    }

    @Override
    public void answered(PatientResult result) throws IOException {
        if (result.assessed().isPresent()) {
            assessed++;
            incomplete += result.issues().isEmpty() ? 0 : 1;
            count(result.assessed().get().assessment());
        } else {
            failed++;
        }
        answers.answered(result);
        progress.at(this::state);
    }

    private void count(Assessment assessment) {
        CalciumPhosphateProduct product = assessment.product();
        if (product != null) {
            tiers.merge(product.tier(), 1, Integer::sum);
        }
        if (product != null && product.reason() != null) {
            reasons.merge(product.reason(), 1, Integer::sum);
        }
        assessment.rules().forEach(rule -> rules.merge(rule, 1, Integer::sum));
    }

    @Override
    public void failed(List<OutcomeIssue> issues) throws IOException {
        failed++;
        answers.failed(issues);
    }

    @Override
    public void unusedResources(List<UnusedResource> resources) throws IOException {
        unusedResources += resources.size();
        answers.unusedResources(resources);
    }

    @Override
    public void end() throws IOException {
        answers.end();
    }

    @Override
    public void read(String type) {
        resources.merge(type, 1, Integer::sum);
        resourcesRead++;
        answers.read(type);
        progress.at(this::state);
    }

    /** Notes that the next file is read. */
    public void fileBegun() {
        filesBegun++;
        progress.at(this::state);
    }

    private String state() {
        return String.format(
                Locale.ROOT,
                "File %d of %d, %d resources read, %d patients assessed",
                filesBegun,
                sources.files().size(),
                resourcesRead,
                assessed);
    }

    /** Notes a file that was read to its end. */
    public void fileRead() {
        filesRead++;
    }

    /** Notes a file that could not be read, or not to its end. */
    public void unread(String name, String reason) throws IOException {
        filesUnread++;
        failed(List.of(new OutcomeIssue("incomplete", reason, name)));
    }

    /** Notes a file that was passed over; one that may hold resources is a failure. */
    public void unread(InputFolder.Unread file) throws IOException {
        if (file.mayBeFhir()) {
            unread(file.name(), file.reason());
        } else {
            filesUnread++;
        }
    }

    /** Notes a file without a patient to assess. */
    public void withoutPatient() {
        withoutPatient++;
    }

    /** Whether there was at least one patient, and every patient was assessed on all of the data. */
    public boolean isWhole() {
        return assessed > 0 && failed == 0 && incomplete == 0;
    }

    /** Counts of what was read and of the answers, in lines. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>(readingSummary());
        lines.add("Product: " + list(tiers) + ". Why unknown: " + list(reasons) + ".");
        lines.add("Rules true: " + list(rules) + ".");
        return lines;
    }

    /** Counts of what was read, in lines. */
    List<String> readingSummary() {
        List<String> lines = new ArrayList<>();
        if (subject != null && assessed + failed == 0) {
            lines.add("No patient in these files is " + subject + ".");
        } else if (assessed + failed == 0) {
            lines.add("These files hold no patient.");
        }
        lines.addAll(List.of(
                "Patients assessed: " + assessed + ", not assessed: " + failed + "; resources left out: "
                        + unusedResources
                        + "; files without " + (subject == null ? "a" : "that") + " patient: " + withoutPatient
                        + (incomplete == 0 ? "" : "; assessed without data that is not understood: " + incomplete)
                        + ".",
                "Files read: " + filesRead + ", not read: " + filesUnread + ". Resources read: " + list(resources)
                        + "."));
        return lines;
    }

    private static String list(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .toList());
    }
}
