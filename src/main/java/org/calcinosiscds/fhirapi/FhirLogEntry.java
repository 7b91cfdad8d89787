package org.calcinosiscds.fhirapi;

import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.http.LogField;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.jspecify.annotations.Nullable;

/** What may be logged of one FHIR request: operation, counts, and for a refusal its code and location. Nothing of it is patient data. */
public final class FhirLogEntry implements LogEntry {
    private final List<LogField> counts = new ArrayList<>();
    private @Nullable String operation;
    private @Nullable OutcomeIssue issue;

    /** @param name as its OperationDefinition has it, such as {@code assess} */
    public void operation(String name) {
        operation = name;
    }

    /** @param name of what is counted, such as {@code patients} */
    public void counted(String name, long count) {
        counts.add(new LogField.Count(name, count));
    }

    @Override
    public void refused(List<OutcomeIssue> issues) {
        issue = issues.get(0);
    }

    @Override
    public List<LogField> fields() {
        List<LogField> fields = new ArrayList<>();
        if (operation != null) {
            fields.add(new LogField.Text("operation", operation));
        }
        fields.addAll(counts);
        if (issue != null) {
            fields.addAll(LogField.of(issue));
        }
        return fields;
    }
}
