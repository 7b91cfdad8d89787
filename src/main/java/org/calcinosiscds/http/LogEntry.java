package org.calcinosiscds.http;

import java.util.List;
import org.calcinosiscds.outcome.OutcomeIssue;

/** What is gathered of one request for the log while it is answered. Nothing of it is patient data. */
public interface LogEntry {
    /** Name of the request attribute that holds the call. */
    String ATTRIBUTE = "org.calcinosiscds.http.LogEntry";

    /** Notes why the request was refused. */
    void refused(List<OutcomeIssue> issues);

    /** What is known of the request so far, in the order of the log line; each name once. */
    List<LogField> fields();
}
