package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.LeftOver;

/** Takes answers as they come: over HTTP, into a file, or as rows of a table. */
public interface ResultWriter {
    /** What was concluded about one patient, or why nothing was. */
    void answered(PatientResult verdict) throws IOException;

    /** What could not be read, such as a line. */
    void failed(List<OutcomeIssue> issues) throws IOException;

    /** What belongs to nobody who was assessed. */
    void leftOver(List<LeftOver> leftOver) throws IOException;

    /** Notes a resource of that type that was read, whoever it belongs to. */
    default void read(String type) {}

    /** Nothing more comes. */
    void end() throws IOException;
}
