package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.junit.jupiter.api.Test;

class OrderedResultWriterTests {
    private final List<String> written = new ArrayList<>();

    private final ResultWriter output = new ResultWriter() {
        @Override
        public void answered(PatientResult result) {
            written.add(result.location());
        }

        @Override
        public void failed(List<OutcomeIssue> issues) throws IOException {
            if (issues.get(0).diagnostics().equals("full")) {
                throw new IOException("No space left.");
            }
            written.add(issues.get(0).diagnostics());
        }

        @Override
        public void unusedResources(List<UnusedResource> unusedResources) {
            written.add(unusedResources.get(0).location());
        }

        @Override
        public void end() {
            written.add("end");
        }
    };

    @Test
    void resultsKeepTheirOrderThoughTheFirstIsDoneLast() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        try (OrderedResultWriter writer = new OrderedResultWriter(output)) {
            writer.write(() -> {
                await(second);
                return result("first");
            });
            writer.write(() -> {
                second.countDown();
                return result("second");
            });
            writer.failed(List.of(new OutcomeIssue("invalid", "third", "line")));
            writer.unusedResources(List.of(new UnusedResource("fourth", "required", "")));
            writer.answered(PatientResult.failed("fifth", List.of()));
            writer.end();
        }
        assertThat(written).containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void manyResultsAreAllWritten() throws IOException {
        try (OrderedResultWriter writer = new OrderedResultWriter(output)) {
            for (int number = 0; number < 1000; number++) {
                String name = "patient " + number;
                writer.write(() -> result(name));
            }
            writer.end();
        }
        assertThat(written)
                .containsExactlyElementsOf(IntStream.range(0, 1000)
                        .mapToObj(number -> "patient " + number)
                        .toList());
    }

    @Test
    void failureOfTheOutputEndsTheRun() throws IOException {
        try (OrderedResultWriter writer = new OrderedResultWriter(output)) {
            writer.failed(List.of(new OutcomeIssue("invalid", "full", "line")));

            assertThatThrownBy(writer::end).isInstanceOf(IOException.class).hasMessage("No space left.");
        }
    }

    private static ResultWriter.Result result(String name) {
        return writer -> writer.answered(PatientResult.failed(name, List.of()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
