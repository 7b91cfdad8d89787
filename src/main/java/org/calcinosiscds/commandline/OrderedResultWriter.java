package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;

/** Computes results on all processors and writes them in the order in which they were asked for. Used by one thread. */
final class OrderedResultWriter implements ResultWriter, AutoCloseable {
    private final ResultWriter results;
    private final OrderedTasks<Result> tasks = new OrderedTasks<>(this::write);

    OrderedResultWriter(ResultWriter results) {
        this.results = results;
    }

    @Override
    public void write(Supplier<Result> computation) throws IOException {
        try {
            tasks.add(computation::get);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void write(Result result) {
        try {
            result.writeTo(results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void answered(PatientResult result) throws IOException {
        write(() -> writer -> writer.answered(result));
    }

    @Override
    public void failed(List<OutcomeIssue> issues) throws IOException {
        write(() -> writer -> writer.failed(issues));
    }

    @Override
    public void unusedResources(List<UnusedResource> unusedResources) throws IOException {
        write(() -> writer -> writer.unusedResources(unusedResources));
    }

    /** At once: the order of counts is of no matter. */
    @Override
    public void read(String type) {
        results.read(type);
    }

    /** Waits for all results. The output goes on. */
    @Override
    public void end() throws IOException {
        try {
            tasks.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        tasks.close();
    }
}
