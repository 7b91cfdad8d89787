package org.calcinosiscds.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.http.Call;

/** What may be logged of one FHIR request: operation, counts, and for a refusal its code and place. Nothing of it is patient data. */
final class FhirCall implements Call {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** @param name as its OperationDefinition has it, such as {@code assess} */
    void operation(String name) {
        fields.put("operation", name);
    }

    /** @param what such as {@code patients} */
    void counted(String what, long count) {
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
