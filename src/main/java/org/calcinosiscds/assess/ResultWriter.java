package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;

/** Writes results one by one: to an HTTP response, to a file, or as rows of a table. */
public interface ResultWriter {
    /** What is to be written, once it was computed. */
    interface Result {
        void writeTo(ResultWriter writer) throws IOException;
    }

    /** Computes a result and writes it. A writer may compute several at a time; it writes them in the order of the calls. */
    default void write(Supplier<Result> computation) throws IOException {
        computation.get().writeTo(this);
    }

    /** Writes the result of one patient, or why there is none. */
    void answered(PatientResult result) throws IOException;

    /** Writes why something could not be read, such as a line. */
    void failed(List<OutcomeIssue> issues) throws IOException;

    /** Writes which resources were not used, because they belong to no patient who was assessed. */
    void unusedResources(List<UnusedResource> unusedResources) throws IOException;

    /** Counts a resource of that type that was read, of any patient or none. */
    default void read(String type) {}

    /** Ends the output. */
    void end() throws IOException;
}
