package org.calcinosiscds.http;

import java.util.List;
import org.calcinosiscds.outcome.OutcomeIssue;

/** A name and a value for the log and for spans. Nothing of it is patient data. */
public sealed interface LogField {
    String name();

    /** The value as the log shows it. */
    Object value();

    /** Code of an issue, and its location where it has one. */
    static List<LogField> of(OutcomeIssue issue) {
        LogField code = new Text("code", issue.code());
        return issue.expression() == null ? List.of(code) : List.of(code, new Text("place", issue.expression()));
    }

    /** @param value from a closed set, or the UUID of a hook's instance */
    record Text(String name, String value) implements LogField {}

    /** How many there were of something. */
    record Count(String name, Long value) implements LogField {
        public Count(String name, long value) {
            this(name, (Long) value);
        }
    }
}
