package org.calcinosiscds.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.commandline.CoverageResultWriter;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.wiring.AssessConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Published examples of FHIR R4, each as the record of one patient: a Bundle with Patients as it is, any other resource beside the
 * Patient it names. Run by {@code src/test/corpora/run}, which downloads them. Of each package, the report of {@code assess --coverage}
 * is written to {@code coverage-<package>.txt}.
 */
@Tag("corpora")
class PublicCorporaIT {
    private static final Path FOLDER = Path.of("target/corpora");
    private static final Instant AS_OF = Instant.parse("2026-11-21T09:00:00Z");

    /** What became of the files of one package, and why not of some. */
    private static final class Tally {
        int files;
        int answered;
        int withNotes;
        int withPassedOver;
        int refused;
        final Map<String, List<String>> reasons = new TreeMap<>();

        void note(String kind, String file, List<OutcomeIssue> issues) {
            issues.forEach(issue -> reasons.computeIfAbsent(
                            kind + ": " + issue.diagnostics().replaceAll(" at \\S+,", ","), key -> new ArrayList<>())
                    .add(file));
        }
    }

    @Test
    void publishedExamplesAreAnswered() throws IOException {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AssessConfiguration.class)
                        .web(WebApplicationType.NONE)
                        .properties("calcinosis.limits.body=1GB", "calcinosis.evaluation.max-wait=1h")
                        .initializers(each ->
                                each.getBeanFactory().registerSingleton("clock", Clock.fixed(AS_OF, ZoneOffset.UTC)))
                        .run();
                Stream<Path> packages = Files.list(FOLDER)) {
            for (Path each : packages.filter(Files::isDirectory).sorted().toList()) {
                String name = each.getFileName().toString();
                try (OutputStream report = Files.newOutputStream(FOLDER.resolve("coverage-" + name + ".txt"))) {
                    var coverage = new CoverageResultWriter(report, context.getBean(Recognition.class), false);
                    tallies.put(name, tally(each, context, coverage));
                    coverage.end();
                }
            }
        }
        Files.writeString(FOLDER.resolve("summary.md"), summary(tallies));
        assertThat(tallies.values())
                .isNotEmpty()
                .allSatisfy(tally -> assertThat(tally.answered).isPositive());
    }

    private static Tally tally(Path folder, ConfigurableApplicationContext context, CoverageResultWriter coverage)
            throws IOException {
        BundleAssessor bundles = context.getBean(BundleAssessor.class);
        JsonGuard guard = context.getBean(JsonGuard.class);
        AssessParametersReader reader = context.getBean(AssessParametersReader.class);
        AssessParameters parameters =
                reader.read(OperationInput.of(Map.of(), null, AssessParametersReader.NAMES), ZoneOffset.UTC);
        Tally tally = new Tally();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            JsonNode resource = resource(file);
            if (resource == null) {
                continue;
            }
            tally.files++;
            String name = file.getFileName().toString();
            try {
                BundleResult result = bundles.assess(
                        guard.read(Json.write(asRecord(resource)).getBytes(StandardCharsets.UTF_8), Set.of()),
                        parameters);
                note(tally, name, result);
                result.patients().forEach(coverage::answered);
            } catch (RequestException e) {
                tally.refused++;
                tally.note("refused", name, e.issues());
            } catch (RejectedInputException e) {
                tally.refused++;
                tally.note("refused", name, List.of(e.issue()));
            }
        }
        return tally;
    }

    private static void note(Tally tally, String name, BundleResult result) {
        List<OutcomeIssue> issues = result.patients().stream()
                .flatMap(each -> each.issues().stream())
                .toList();
        if (result.assessed() < result.patients().size()) {
            tally.refused++;
            tally.note("refused", name, issues);
            return;
        }
        tally.answered++;
        tally.withNotes += issues.isEmpty() ? 0 : 1;
        tally.note("not used", name, issues);
        List<OutcomeIssue> skipped = result.unusedResources().stream()
                .filter(each -> each.code().equals("not-supported"))
                .map(each -> new OutcomeIssue(each.code(), each.diagnostics(), each.location()))
                .toList();
        tally.withPassedOver += skipped.isEmpty() ? 0 : 1;
        tally.note("passed over", name, skipped);
    }

    /** Null when the file holds no resource. */
    private static JsonNode resource(Path file) throws IOException {
        String json = Files.readString(file);
        JsonNode resource = json.startsWith("{") ? Json.read(json) : null;
        return resource == null || !resource.has("resourceType") ? null : resource;
    }

    private static JsonNode asRecord(JsonNode resource) {
        if (resource.path("resourceType").asString().equals("Bundle") && hasPatient(resource)) {
            return ((ObjectNode) resource).without(List.of("link", "total", "type"));
        }
        ObjectNode bundle =
                (ObjectNode) Json.read("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[]}");
        ArrayNode entries = bundle.withArray("entry");
        if (!resource.path("resourceType").asString().equals("Patient")) {
            entries.addObject()
                    .putObject("resource")
                    .put("resourceType", "Patient")
                    .put("id", patientOf(resource));
        }
        entries.addObject().set("resource", resource);
        return bundle;
    }

    private static boolean hasPatient(JsonNode bundle) {
        return bundle.path("entry")
                .valueStream()
                .anyMatch(
                        entry -> entry.at("/resource/resourceType").asString("").equals("Patient"));
    }

    private static String patientOf(JsonNode resource) {
        return resource.findValues("reference").stream()
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .filter(reference -> reference.matches("Patient/[A-Za-z0-9._\\-]+"))
                .map(reference -> reference.substring("Patient/".length()))
                .findFirst()
                .orElse("nobody");
    }

    private static String summary(Map<String, Tally> tallies) {
        StringBuilder text = new StringBuilder(
                "| package | files | answered | of them without a resource that rules read | of them past a resource that no"
                        + " rule reads | refused |\n| --- | --- | --- | --- | --- | --- |\n");
        tallies.forEach((name, tally) -> text.append("| %s | %d | %d | %d | %d | %d |%n"
                .formatted(name, tally.files, tally.answered, tally.withNotes, tally.withPassedOver, tally.refused)));
        tallies.forEach((name, tally) -> tally.reasons.forEach((reason, files) ->
                text.append("%n- %s: %s %d times, such as `%s`".formatted(name, reason, files.size(), files.get(0)))));
        return text.append('\n').toString();
    }
}
