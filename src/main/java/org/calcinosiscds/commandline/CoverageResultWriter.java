package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.calcinosiscds.assess.PatientResult;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.recognition.Coverage;
import org.calcinosiscds.recognition.Coverage.Share;
import org.calcinosiscds.recognition.Coverage.Unknown;
import org.calcinosiscds.recognition.Entry;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import tools.jackson.databind.json.JsonMapper;

/** In place of answers: how much of what the records hold was recognised. Counts and codes, nothing of a patient. */
public final class CoverageResultWriter implements ResultWriter {
    private final OutputStream stream;
    private final Recognition recognition;
    private final boolean isJson;
    private final Coverage coverage = new Coverage();

    public CoverageResultWriter(OutputStream stream, Recognition recognition, boolean isJson) {
        this.stream = stream;
        this.recognition = recognition;
        this.isJson = isJson;
    }

    @Override
    public void answered(PatientResult result) {
        result.assessed().ifPresent(assessed -> coverage.add(recognition, assessed.patient()));
    }

    /** Counted for the summary elsewhere. */
    @Override
    public void failed(List<OutcomeIssue> issues) {}

    @Override
    public void unusedResources(List<UnusedResource> unusedResources) {}

    @Override
    public void end() throws IOException {
        String report = isJson ? JsonMapper.builder().build().writeValueAsString(json()) + "\n" : table();
        stream.write(report.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private String table() {
        StringBuilder table = new StringBuilder("Patients: %d%n%n".formatted(coverage.records()));
        table.append("%-12s %-12s %9s %9s %9s %13s %11s%n"
                .formatted("kind", "code system", "entries", "by code", "by name", "unrecognised", "recognised"));
        coverage.shares().forEach((kind, shares) -> {
            shares.forEach((system, share) -> row(table, name(kind), system, share));
            row(table, name(kind), "all", coverage.total(kind));
        });
        table.append("%nMost frequent codes that were not recognised:%n".formatted());
        for (Map.Entry<Unknown, Integer> each : coverage.mostFrequentUnrecognised()) {
            Unknown code = each.getKey();
            table.append("%9d %-12s %s|%s%n".formatted(each.getValue(), name(code.kind()), code.system(), code.code()));
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String kind, String system, Share share) {
        table.append("%-12s %-12s %9d %9d %9d %13d %10d%%%n"
                .formatted(
                        kind,
                        system,
                        share.entries(),
                        share.byCode(),
                        share.byName(),
                        share.unrecognised(),
                        share.percent()));
    }

    private Map<String, Object> json() {
        List<Map<String, Object>> shares = new ArrayList<>();
        coverage.shares()
                .forEach((kind, bySystem) -> bySystem.forEach((system, share) -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("kind", name(kind));
                    row.put("system", system);
                    row.put("entries", share.entries());
                    row.put("byCode", share.byCode());
                    row.put("byName", share.byName());
                    row.put("unrecognised", share.unrecognised());
                    shares.add(row);
                }));
        List<Map<String, Object>> unrecognised = new ArrayList<>();
        coverage.mostFrequentUnrecognised().forEach(each -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", name(each.getKey().kind()));
            row.put("system", each.getKey().system());
            row.put("code", each.getKey().code());
            row.put("entries", each.getValue());
            unrecognised.add(row);
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("patients", coverage.records());
        report.put("coverage", shares);
        report.put("mostFrequentUnrecognised", unrecognised);
        return report;
    }

    private static String name(Entry.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
