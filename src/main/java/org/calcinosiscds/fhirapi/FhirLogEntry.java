package org.calcinosiscds.fhirapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.outcome.OutcomeIssue;

/** What may be logged of one FHIR request: operation, counts, and for a refusal its code and place. Nothing of it is patient data. */
public final class FhirLogEntry implements LogEntry {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** @param name as its OperationDefinition has it, such as {@code assess} */
    public void operation(String name) {
        fields.put("operation", name);
    }

    /** @param what such as {@code patients} */
    public void counted(String what, long count) {
        fields.put(what, count);
    }

    @Override
    public void refused(List<OutcomeIssue> issues) {
        OutcomeIssue issue = issues.get(0);
        fields.put("code", issue.code());
        if (issue.expression() != null) {
            fields.put("place", issue.expression());
        }
    }

    @Override
    public Map<String, Object> fields() {
        return fields;
    }
}
