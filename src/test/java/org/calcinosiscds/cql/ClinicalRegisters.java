package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import tools.jackson.databind.JsonNode;

/** The registers of {@code docs/clinical} that are generated: facts, traps, text blocks and value sets. */
final class ClinicalRegisters {
    /** The sentence at the end of a description that says which editions of code systems it holds. */
    private static final Pattern EDITIONS = Pattern.compile(" [^.]*\\(codes taken [^)]*\\)\\.$");

    private final Traceability trace;

    ClinicalRegisters(Traceability trace) {
        this.trace = trace;
    }

    List<String> facts() {
        List<String> lines = new ArrayList<>(List.of(
                "# Facts",
                "",
                "Statements of the five source texts ([sources.md](sources.md), texts 0 to 4). Where the texts disagree both versions are",
                "kept as separate facts."));
        String topic = "";
        for (ConceptDefinitionComponent fact : Traceability.concepts("fact")) {
            String next = RulesDocument.joined(fact, "topic");
            if (!next.equals(topic)) {
                topic = next;
                lines.addAll(
                        List.of("", "## " + topic, "", "| Fact | | Texts | Used by |", "| --- | --- | --- | --- |"));
            }
            lines.add(row(
                    anchor(fact.getCode()),
                    fact.getDisplay(),
                    RulesDocument.joined(fact, "source-text"),
                    String.join(", ", users(fact))));
        }
        return lines;
    }

    private List<String> users(ConceptDefinitionComponent fact) {
        return Stream.of(
                        trace.users(fact.getCode()).stream().map(ClinicalRegisters::link),
                        Traceability.property(fact, "text").stream().map(location -> "words of " + link(location)),
                        Traceability.property(fact, "value-set").stream().map(id -> "`ValueSet/" + id + "`"),
                        Traceability.property(fact, "unused").stream().map(why -> "not used: " + why))
                .flatMap(each -> each)
                .toList();
    }

    List<String> traps() {
        List<String> lines = new ArrayList<>(List.of(
                "# Traps",
                "",
                "Loose statements of the source texts and naive readings that are unsafe, how each is handled, and what shows it.",
                "",
                "| Trap | Statement or reading | Why it is unsafe | Handling | Source | Shown by |",
                "| --- | --- | --- | --- | --- | --- |"));
        for (ConceptDefinitionComponent trap : Traceability.concepts("trap")) {
            String shown = Stream.of(
                            Traceability.property(trap, "case").stream()
                                    .map(name -> Traceability.caseLink(name, "../../")),
                            Traceability.property(trap, "rule").stream().map(rule -> "the cases of " + link(rule)),
                            Traceability.property(trap, "test").stream().map(test -> "`" + test + "`"),
                            Traceability.property(trap, "text").stream())
                    .flatMap(each -> each)
                    .collect(Collectors.joining("; "));
            lines.add(row(
                    anchor(trap.getCode()),
                    trap.getDisplay(),
                    linked(RulesDocument.joined(trap, "why")),
                    linked(trap.getDefinition()),
                    linked(RulesDocument.joined(trap, "source")),
                    shown));
        }
        return lines;
    }

    List<String> blocks() {
        List<String> lines = new ArrayList<>(List.of(
                "# Text blocks",
                "",
                "Options for a specialist to consider. Nothing of them is ordered or started by the service.",
                "",
                "| Block | | Text | Facts | Used by |",
                "| --- | --- | --- | --- | --- |"));
        trace.blocks()
                .forEach(block -> lines.add(row(
                        anchor(String.valueOf(block.get("id"))),
                        String.valueOf(block.get("title")),
                        String.valueOf(block.get("text")),
                        CqlValues.strings(block.get("facts")).stream()
                                .map(fact -> "[" + fact + "](facts.md#" + fact + ")")
                                .collect(Collectors.joining(", ")),
                        trace.fired().keySet().stream()
                                .filter(rule -> trace.said(rule, "more").contains(block.get("text")))
                                .map(ClinicalRegisters::link)
                                .collect(Collectors.joining(", ")))));
        return lines;
    }

    List<String> valueSets() {
        List<String> lines = new ArrayList<>(List.of(
                "# Value sets",
                "",
                "What each value set holds and must not hold. The codes are in `fhir-resources/value-set`; where they come from and what is",
                "missing is in [../terminology.md](../terminology.md).",
                "",
                "| Value set | Holds |",
                "| --- | --- |"));
        try (Stream<Path> files = Files.list(Path.of("fhir-resources/value-set"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode set = Json.read(Files.readString(file));
                String id = set.path("id").asString();
                lines.add(row(
                        "<a id=\"" + id + "\"></a>[" + set.path("title").asString()
                                + "](../../fhir-resources/value-set/" + file.getFileName() + ")",
                        EDITIONS.matcher(set.path("description").asString()).replaceFirst("")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** A text with links in place of its sources, rules and citations. */
    private static String linked(String text) {
        return text.replaceAll("\\bSRC-[A-Z0-9-]*[A-Z0-9]", "[$0](sources.md#$0)")
                .replaceAll("\\bCC-\\d{3}\\b", "[$0](rules/$0.md)")
                .replaceAll("\\bclinical/([a-z-]+)#([a-z-]+)", "[$1: $2]($1.md#$2)");
    }

    /** Link to a rule or text block. */
    private static String link(String id) {
        return id.startsWith("CC-") ? "[" + id + "](rules/" + id + ".md)" : "[" + id + "](text-blocks.md#" + id + ")";
    }

    private static String anchor(String id) {
        return "<a id=\"" + id + "\"></a>" + id;
    }

    private static String row(String... cells) {
        return Stream.of(cells).map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
