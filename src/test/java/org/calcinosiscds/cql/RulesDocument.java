package org.calcinosiscds.cql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;

/** Writes the generated part of {@code docs/clinical}: a page for each rule, their index, and the registers. */
final class RulesDocument {
    static final Path FOLDER = Path.of("docs/clinical");

    private static final String NOTE =
            "<!-- Generated from the content by " + RulesDocumentTests.COMMAND + ". Do not edit. -->";

    private RulesDocument() {}

    /** Removes pages of rules that are gone and writes all files. */
    static void write(Traceability trace) throws IOException {
        Map<Path, String> files = files(trace);
        for (Path page : pages()) {
            if (!files.containsKey(page)) {
                Files.delete(page);
            }
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** Files of the folder of rules as they are on disk. */
    static List<Path> pages() throws IOException {
        Path rules = FOLDER.resolve("rules");
        if (!Files.isDirectory(rules)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(rules)) {
            return files.sorted().toList();
        }
    }

    /** Text of each generated file. */
    static Map<Path, String> files(Traceability trace) {
        ClinicalRegisters registers = new ClinicalRegisters(trace);
        RulePage pages = new RulePage(trace);
        Map<Path, List<String>> files = new TreeMap<>();
        files.put(FOLDER.resolve("facts.md"), registers.facts());
        files.put(FOLDER.resolve("traps.md"), registers.traps());
        files.put(FOLDER.resolve("text-blocks.md"), registers.blocks());
        files.put(FOLDER.resolve("value-sets.md"), registers.valueSets());
        files.put(FOLDER.resolve("rules/README.md"), index());
        Traceability.concepts("rule")
                .forEach(rule -> files.put(FOLDER.resolve("rules/" + rule.getCode() + ".md"), pages.lines(rule)));
        return files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        file -> NOTE + "\n\n" + String.join("\n", file.getValue()) + "\n",
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static List<String> index() {
        Stream<String> head = Stream.of(
                "# Rules",
                "",
                "Every rule of the service, for review by clinicians. Each page says when the rule fires and when not, what its card",
                "says, what it can order, what it rests on and which cases show it. Decision support, not a diagnosis; not validated in",
                "patients.",
                "",
                "\"Critical\" asks for action the same day, \"warning\" at this visit or within the time stated, \"info\" for nothing today.",
                "",
                "| Rule | | Card | Hooks |",
                "| --- | --- | --- | --- |");
        return Stream.concat(
                        head,
                        Traceability.concepts("rule").stream()
                                .map(rule -> "| [" + rule.getCode() + "](" + rule.getCode() + ".md) | "
                                        + rule.getDisplay() + " | " + joined(rule, "indicator") + " | "
                                        + joined(rule, "hook") + " |"))
                .toList();
    }

    /** Values of a property, with commas. */
    static String joined(ConceptDefinitionComponent concept, String property) {
        return String.join(", ", Traceability.property(concept, property));
    }
}
