package org.calcinosiscds.commandline;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.LeftOver;

/** Passes answers on and counts them, for the summary and the exit code. */
public final class CountingResultWriter implements ResultWriter {
    private final ResultWriter answers;
    private final Map<String, Integer> tiers = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> rules = new TreeMap<>();
    private int assessed;
    private int incomplete;
    private int failed;
    private int leftOver;
    private final Map<String, Integer> resources = new TreeMap<>();
    private int withoutPatient;
    private int filesRead;
    private int filesUnread;

    public CountingResultWriter(ResultWriter answers) {
        this.answers = answers;
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
    public void leftOver(List<LeftOver> resources) throws IOException {
        leftOver += resources.size();
        answers.leftOver(resources);
    }

    @Override
    public void end() throws IOException {
        answers.end();
    }

    @Override
    public void read(String type) {
        resources.merge(type, 1, Integer::sum);
        answers.read(type);
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

    /** Notes a file in which there was nobody to assess. */
    public void withoutPatient() {
        withoutPatient++;
    }

    public int patients() {
        return assessed;
    }

    /** Whether there was somebody, and everybody was assessed on all that was sent. */
    public boolean isWhole() {
        return assessed > 0 && failed == 0 && incomplete == 0;
    }

    /** Counts alone, in lines. */
    public List<String> summary() {
        return List.of(
                "Patients assessed: " + assessed + ", not assessed: " + failed + "; resources left out: " + leftOver
                        + "; files without a patient: " + withoutPatient
                        + (incomplete == 0 ? "" : "; assessed without data that is not understood: " + incomplete)
                        + ".",
                "Files read: " + filesRead + ", not read: " + filesUnread + ". Resources read: " + list(resources)
                        + ".",
                "Product: " + list(tiers) + ". Why unknown: " + list(reasons) + ".",
                "Rules true: " + list(rules) + ".");
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
