package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;

/** What a run was made of: versions, options, inputs, times, counts, and the hash of all rows. */
final class Manifest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode content = JSON.createObjectNode();

    private Manifest() {}

    static Manifest started(
            Options options,
            InputFiles inputs,
            @Nullable Subjects subjects,
            PatientAssessments assessments,
            Clock clock) {
        Manifest manifest = new Manifest();
        ObjectNode content = manifest.content;
        content.put("knowledgeVersion", assessments.version());
        content.put("contentSha256", assessments.sha256());
        PatientAssessments.Settings compared = options.compared();
        content.put(
                "comparedContentSha256",
                compared == null ? null : SharedAssessments.of(compared).sha256());
        content.put("java", System.getProperty("java.version"));
        ObjectNode asked = content.putObject("options");
        asked.put("asOf", options.settings().asOf());
        asked.put("timeZone", options.settings().timeZone());
        asked.put("hook", options.settings().hook());
        asked.put("content", options.settings().content());
        asked.put("layout", options.layout().option());
        asked.put("scratch", options.scratch());
        ScratchKey key = options.scratchKey();
        asked.put("scratchKey", key == null ? null : key.sha256());
        asked.put("keep", options.keep());
        asked.put("data", options.data().option());
        asked.put("strict", options.strict().option());
        asked.put("subjects", subjects == null ? null : subjects.sha256());
        asked.put("compare", compared == null ? null : compared.content());
        ArrayNode formats = asked.putArray("format");
        options.formats().forEach(formats::add);
        asked.put("all", options.all());
        asked.put("batch", options.batches());
        asked.put("partitions", options.partitions());
        asked.put("maxErrors", options.maxErrors());
        asked.put("maxResources", options.maxResources());
        asked.put("suppressBelow", options.suppressBelow());
        ArrayNode files = content.putArray("inputs");
        inputs.files().parallelStream().map(Manifest::input).toList().forEach(files::add);
        ArrayNode unread = content.putArray("notRead");
        inputs.unread().forEach(unread::add);
        content.put("started", clock.instant().toString());
        return manifest;
    }

    /** What the rows depend on: a run that is resumed must have the same. */
    ObjectNode identity() {
        ObjectNode identity = JSON.createObjectNode();
        identity.set("--content", content.get("contentSha256"));
        identity.set("--compare", content.get("comparedContentSha256"));
        JsonNode asked = content.path("options");
        for (String option : List.of(
                "asOf",
                "timeZone",
                "hook",
                "strict",
                "scratch",
                "scratchKey",
                "subjects",
                "format",
                "all",
                "batch",
                "maxResources")) {
            identity.set("--" + option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT), asked.get(option));
        }
        identity.set("--in", content.get("inputs"));
        return identity;
    }

    private static ObjectNode input(InputFile file) {
        return JSON.createObjectNode()
                .put("path", file.path())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256())
                .put("isOfDeletions", file.isOfDeletions());
    }

    /** Since this process began with the run. */
    double seconds(Clock clock) {
        return Duration.between(Instant.parse(content.path("started").asText()), clock.instant())
                        .toMillis()
                / 1000.0;
    }

    void with(SparkSession spark) {
        content.put("spark", spark.version());
    }

    /**
     * The whole manifest as JSON.
     *
     * @param hash of all rows
     * @param files SHA-256 of the files beside those of the batches, by name
     */
    String ended(Counts counts, String hash, ObjectNode files, Journal journal, Clock clock) {
        content.put("ended", clock.instant().toString());
        ObjectNode lines = content.putObject("lines");
        lines.put("read", counts.read());
        lines.put("kept", counts.kept());
        lines.put("filtered", counts.filtered());
        lines.put("quarantined", counts.quarantined());
        ObjectNode patients = content.putObject("patients");
        patients.put("sent", counts.sent());
        patients.put("deleted", counts.deleted());
        patients.put("notAskedFor", counts.notAskedFor());
        patients.put("seen", counts.patients());
        patients.put("assessed", counts.assessed());
        patients.put("quarantined", counts.failed());
        ArrayNode batches = content.putArray("batches");
        for (int batch = 0; batch < content.path("options").path("batch").asInt(); batch++) {
            JsonNode done = journal.step(Batches.STEP, batch);
            if (done != null) {
                batches.add(done.path("result"));
            }
        }
        content.set("files", files);
        content.put("rowsSha256", hash);
        return content.toPrettyString() + "\n";
    }
}
