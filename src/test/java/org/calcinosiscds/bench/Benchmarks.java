package org.calcinosiscds.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs all benchmarks, prints their tables and writes {@code authoring.json}, {@code jmh.json} and {@code http.json}.
 *
 * <p>Arguments: the packaged jar, the directory to write to, and {@code brief} to see only that everything runs.
 */
final class Benchmarks {
    private final PrintStream out;
    private final boolean brief;

    private Benchmarks(PrintStream out, boolean brief) {
        this.out = out;
        this.brief = brief;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, RunnerException {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        Benchmarks benchmarks = new Benchmarks(System.out, arguments.length > 2 && arguments[2].equals("brief"));
        AuthoringFigures.Report authoring = benchmarks.authoring(directory);
        Collection<RunResult> results = benchmarks.jmh(directory);
        HttpLoad.Report report = benchmarks.http(Path.of(arguments[0]), directory);
        benchmarks.print(authoring);
        benchmarks.print(results);
        benchmarks.print(report);
        if (!report.steps().get(0).keptUp()) {
            throw new IllegalStateException("The service failed at the lowest rate.");
        }
    }

    private Collection<RunResult> jmh(Path directory) throws RunnerException {
        // A run elsewhere on the machine makes the figures worse; it is no reason to fail.
        System.setProperty("jmh.ignoreLock", "true");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(DecisionBenchmark.class.getName())
                .forks(1)
                .jvmArgsAppend("-Xmx2g")
                .warmupIterations(brief ? 0 : 3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(brief ? 1 : 4)
                .measurementTime(TimeValue.seconds(brief ? 1 : 3))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(directory.resolve("jmh.json").toString());
        return new Runner((brief ? options.param("observations", "10") : options).build()).run();
    }

    private HttpLoad.Report http(Path jar, Path directory) throws IOException, InterruptedException {
        HttpLoad.Report report = HttpLoad.run(
                jar,
                directory.resolve("service.log"),
                brief ? new int[] {10} : new int[] {10, 50, 100, 200, 300, 400, 600, 800, 1200},
                Duration.ofSeconds(brief ? 2 : 15),
                brief ? 50 : 5000,
                brief ? 100 : 60_000);
        write(report, directory.resolve("http.json"));
        return report;
    }

    private AuthoringFigures.Report authoring(Path directory) throws IOException {
        AuthoringFigures.Report report =
                AuthoringFigures.measure(directory.resolve("authoring-content"), brief ? 4 : 50);
        write(report, directory.resolve("authoring.json"));
        return report;
    }

    private static void write(Object report, Path file) {
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
    }

    private void print(Collection<RunResult> results) {
        row("%n%-12s %12s %9s %9s %9s%n", "one thread", "observations", "p50 ms", "p90 ms", "p99 ms");
        for (RunResult result : results) {
            Statistics times = result.getPrimaryResult().getStatistics();
            row(
                    "%-12s %12s %9.3f %9.3f %9.3f%n",
                    result.getPrimaryResult().getLabel(),
                    result.getParams().getParam("observations"),
                    times.getPercentile(50) / 1000,
                    times.getPercentile(90) / 1000,
                    times.getPercentile(99) / 1000);
        }
    }

    private void print(AuthoringFigures.Report report) {
        row("%n%-52s %9s%n", "author, content of " + report.cases() + " cases", "");
        row("%-52s %9.1f%n", "all cases from the start, seconds", report.casesSeconds());
        row("%-52s %9.1f%n", "their coverage, seconds", report.coverageSeconds());
        row("%-52s %9.0f%n", "diff of two versions, patients a second", report.diffPatientsPerSecond());
        for (AuthoringFigures.Edits each : report.edits()) {
            row(
                    "%-52s %9.2f %9.2f%n",
                    each.edits() + " edits of " + each.file() + ", p50 and p95 seconds", each.p50(), each.p95());
        }
    }

    private void print(HttpLoad.Report report) {
        row(
                "%nHTTP on loopback, %d Observations, %d bytes; ready after %d ms%n",
                report.observations(), report.bytes(), report.readyMillis());
        row("%-14s %8s %8s %9s %9s %8s%n", "eight callers", "after", "calls", "calls/s", "cpu ms", "refused");
        report.first().forEach(this::print);
        report.warm().forEach(this::print);
        row(
                "%8s %12s %8s %9s %9s %9s %9s %9s%n",
                "due/s", "answered/s", "failed", "cpu ms", "p50 ms", "p90 ms", "p99 ms", "max ms");
        for (HttpLoad.Step step : report.steps()) {
            row(
                    "%8d %12.1f %8d %9.2f %9.2f %9.2f %9.2f %9.2f%n",
                    step.rate(),
                    step.answered(),
                    step.failed(),
                    step.processorMillis(),
                    step.p50(),
                    step.p90(),
                    step.p99(),
                    step.longest());
        }
        row("resident memory at the end: %d MB%n", report.residentMegabytes());
    }

    private void print(ClosedLoop.Block block) {
        row(
                "%-14s %8d %8d %9.0f %9.2f %8d%n",
                block.patient(),
                block.from(),
                block.calls(),
                block.callsPerSecond(),
                block.processorMillis(),
                block.refused());
    }

    private void row(String format, Object... cells) {
        out.printf(Locale.ROOT, format, cells);
    }
}
