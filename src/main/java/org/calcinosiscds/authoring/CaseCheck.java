package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.SimilarNames;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the cases in folders can be read, and name rules and orders that exist. */
final class CaseCheck {
    private static final String SYSTEM = "https://calcinosis-cds.org/fhir/CodeSystem/";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final ContentResources resources;
    private final FhirContext fhir;
    private final List<Finding> findings;

    private CaseCheck(Path folder, ContentResources resources, FhirContext fhir, List<Finding> findings) {
        this.folder = folder;
        this.resources = resources;
        this.fhir = fhir;
        this.findings = findings;
    }

    /** @param folder of content */
    static void run(Path folder, ContentResources resources, FhirContext fhir, List<Finding> findings) {
        Path root = folder.resolve(ContentCase.TESTS);
        if (!Files.isDirectory(root)) {
            return;
        }
        CaseCheck check = new CaseCheck(folder, resources, fhir, findings);
        try (Stream<Path> files = Files.find(
                root,
                4,
                (file, attributes) -> file.endsWith(ContentCase.EXPECTED)
                        || file.endsWith(ContentCase.BUNDLE)
                        || file.endsWith(ContentCase.CONTEXT))) {
            for (Path file : files.sorted().toList()) {
                check.check(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Path file) throws IOException {
        String text = Files.readString(file);
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JacksonException e) {
            JsonText read = JsonText.of(text);
            add(file, read.errorPosition(), "This is not JSON: " + read.error());
            return;
        }
        if (file.endsWith(ContentCase.BUNDLE)) {
            ResourceShape.check(json, fhir)
                    .forEach(each -> add(file, JsonText.of(text).at(each.path()), each.message()));
            requireBeside(file, ContentCase.EXPECTED);
        } else if (file.endsWith(ContentCase.EXPECTED)) {
            requireBeside(file, ContentCase.BUNDLE);
            checkNames(file, text, json);
        }
    }

    private void requireBeside(Path file, String other) {
        if (!Files.isRegularFile(file.resolveSibling(other))) {
            add(file, SourcePosition.FILE, "There is no " + other + " beside it.");
        }
    }

    private void checkNames(Path file, String text, JsonNode expected) {
        Set<String> rules = codes("rule");
        for (int i = 0; i < expected.path("rules").size(); i++) {
            requireKnown(
                    file,
                    text,
                    "rules[" + i + "]",
                    expected.path("rules").get(i).asString(""),
                    "rule",
                    rules);
        }
        for (Map.Entry<String, JsonNode> each : expected.path("no").properties()) {
            requireKnown(file, text, "no." + each.getKey(), each.getKey(), "rule", rules);
        }
        for (int i = 0; i < expected.path("cards").size(); i++) {
            JsonNode card = expected.path("cards").get(i);
            String path = "cards[" + i + "]";
            requireKnown(file, text, path + ".problem", card.path("problem").asString(""), "problem", codes("problem"));
            for (int j = 0; j < card.path("orders").size(); j++) {
                requireKnown(
                        file,
                        text,
                        path + ".orders[" + j + "]",
                        card.path("orders").get(j).asString(""),
                        "order",
                        codes("orderable"));
            }
        }
    }

    private void requireKnown(Path file, String text, String path, String name, String what, Set<String> known) {
        if (!name.isEmpty() && !known.isEmpty() && !known.contains(name)) {
            add(
                    file,
                    JsonText.of(text).at(path),
                    "There is no " + what + " " + name + "." + SimilarNames.suggestion(name, known));
        }
    }

    private Set<String> codes(String system) {
        return resources.of(CodeSystem.class).values().stream()
                .filter(codes -> (SYSTEM + system).equals(codes.getUrl()))
                .flatMap(codes -> codes.getConcept().stream())
                .map(ConceptDefinitionComponent::getCode)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void add(Path file, SourcePosition position, String words) {
        findings.add(Finding.error(folder.relativize(file).toString().replace('\\', '/'), position, "CDS061", words));
    }
}
