package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;

/** A row for each patient, for people. The first column has room for a reference with a UUID. */
public final class TableResultWriter implements ResultWriter {
    private static final String ROW = "%-46s %-12s %8s  %-22s %-9s %-30s %s%n";

    private final OutputStream stream;
    private boolean hasBegun;

    public TableResultWriter(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void answered(PatientResult result) throws IOException {
        if (result.assessed().isEmpty()) {
            failed(result.issues());
            return;
        }
        Assessment assessment = result.assessed().get().assessment();
        CalciumPhosphateProduct product = assessment.product();
        row(
                result.assessed().get().subject(),
                product == null ? "-" : product.tier(),
                product == null || product.value() == null
                        ? "-"
                        : product.value().toPlainString(),
                product == null || product.reason() == null ? "" : product.reason(),
                assessment.recommendations().stream()
                        .map(Recommendation::urgency)
                        .max(Recommendation.Urgency::compareTo)
                        .map(urgency -> urgency.name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                String.join(" ", assessment.rules()),
                result.location());
        issues("NOT USED", result.issues());
    }

    @Override
    public void failed(List<OutcomeIssue> issues) throws IOException {
        begin();
        issues("NOT ASSESSED", issues);
    }

    private void issues(String what, List<OutcomeIssue> issues) throws IOException {
        for (OutcomeIssue issue : issues) {
            write("%s %s: %s%n"
                    .formatted(what, issue.expression() == null ? "" : issue.expression(), issue.diagnostics()));
        }
    }

    /** The summary counts them. */
    @Override
    public void unusedResources(List<UnusedResource> resources) {}

    @Override
    public void end() throws IOException {
        stream.flush();
    }

    private void row(Object... cells) throws IOException {
        begin();
        write(ROW.formatted(cells).stripTrailing() + System.lineSeparator());
    }

    private void begin() throws IOException {
        if (!hasBegun) {
            hasBegun = true;
            write(ROW.formatted("PATIENT", "PRODUCT", "mg2/dL2", "WHY UNKNOWN", "URGENCY", "RULES", "FILE"));
        }
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
