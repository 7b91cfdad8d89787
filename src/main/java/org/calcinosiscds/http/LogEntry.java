package org.calcinosiscds.http;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.outcome.OutcomeIssue;

/** What is gathered of one request for the log while it is answered. Nothing of it is patient data. */
public interface LogEntry {
    /** Name of the request attribute that holds the call. */
    String ATTRIBUTE = "org.calcinosiscds.http.LogEntry";

    /** Notes why the request was refused. */
    void refused(List<OutcomeIssue> issues);

    /** Keys and values for the log, as far as the call came. */
    Map<String, Object> fields();
}
