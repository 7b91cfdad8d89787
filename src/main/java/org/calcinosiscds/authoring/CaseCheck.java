package org.calcinosiscds.authoring;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the cases in folders can be read, and name rules and orders that exist. */
final class CaseCheck {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;
    private final KnownNames known;
    private final FhirContext fhir;
    private final MissingCodes missing;
    private final List<Finding> findings;
    private final List<Finding> ofHooks;

    private CaseCheck(
            Path folder,
            KnownNames known,
            FhirContext fhir,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        this.folder = folder;
        this.known = known;
        this.fhir = fhir;
        this.missing = missing;
        this.findings = findings;
        this.ofHooks = ofHooks;
    }

    /**
     * @param folder of content
     * @param hooks of its plans
     * @param ofHooks gets what may follow from a plan that could not be read
     */
    static void run(
            Path folder,
            KnownNames known,
            Set<String> hooks,
            FhirContext fhir,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        CaseCheck check = new CaseCheck(folder, known, fhir, missing, findings, ofHooks);
        try {
            if (Files.isDirectory(folder.resolve(ContentCase.TESTS))) {
                check.check(ContentCase.TESTS, 4, CaseCheck::isPart);
                UnrunCases.in(folder, hooks).forEach(check::nameUnrun);
            }
            Path byResource = folder.resolve(ContentCase.INPUT_TESTS);
            if (Files.isDirectory(byResource)) {
                check.check(
                        ContentCase.INPUT_TESTS,
                        3,
                        file -> byResource.relativize(file).getNameCount() == 3
                                && file.toString().endsWith(".json"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String cases, int depth, Predicate<Path> isPart) throws IOException {
        try (Stream<Path> files = Files.find(
                folder.resolve(cases), depth, (file, attributes) -> attributes.isRegularFile() && isPart.test(file))) {
            for (Path file : files.sorted().toList()) {
                check(file);
            }
        }
    }

    private static boolean isPart(Path file) {
        return file.endsWith(ContentCase.EXPECTED)
                || file.endsWith(ContentCase.BUNDLE)
                || file.endsWith(ContentCase.CONTEXT);
    }

    /** One whose record stands alone was reported at that. */
    private void nameUnrun(String path, String reason) {
        if (findings.stream().noneMatch(each -> each.file().equals(path + "/" + ContentCase.BUNDLE))) {
            ofHooks.add(Finding.warning(path, SourcePosition.FILE, "CDS065", "This is not run as a case. " + reason));
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
        // A case of a file for each resource without an expected answer is reported where cases are run.
        boolean isOneFile = !file.startsWith(folder.resolve(ContentCase.INPUT_TESTS));
        if (file.endsWith(ContentCase.EXPECTED)) {
            if (isOneFile) {
                requireBeside(file, ContentCase.BUNDLE);
            }
            checkNames(file, text, json);
        } else if (!file.endsWith(ContentCase.CONTEXT)) {
            ResourceShape.check(json, fhir)
                    .forEach(each -> add(file, JsonText.of(text).at(each.path()), each.message()));
            if (isOneFile) {
                requireBeside(file, ContentCase.EXPECTED);
            }
        }
    }

    private void requireBeside(Path file, String other) {
        if (!Files.isRegularFile(file.resolveSibling(other))) {
            add(file, SourcePosition.FILE, "There is no " + other + " beside it.");
        }
    }

    private void checkNames(Path file, String text, JsonNode expected) {
        for (int i = 0; i < expected.path("rules").size(); i++) {
            requireKnown(
                    file,
                    text,
                    "rules[" + i + "]",
                    "rule",
                    expected.path("rules").get(i).asString(""));
        }
        for (Map.Entry<String, JsonNode> each : expected.path("no").properties()) {
            requireKnown(file, text, "no." + each.getKey(), "rule", each.getKey());
        }
        for (int i = 0; i < expected.path("cards").size(); i++) {
            JsonNode card = expected.path("cards").get(i);
            String path = "cards[" + i + "]";
            for (String each : List.of("problem", "indicator")) {
                requireKnown(
                        file, text, path + "." + each, each, card.path(each).asString(""));
            }
            for (int j = 0; j < card.path("orders").size(); j++) {
                requireKnown(
                        file,
                        text,
                        path + ".orders[" + j + "]",
                        "order",
                        card.path("orders").get(j).asString(""));
            }
        }
    }

    private void requireKnown(Path file, String text, String path, String what, String name) {
        known.defect(what, name).ifPresent(defect -> {
            Finding finding = finding(file, JsonText.of(text).at(path), defect);
            CaseNames.list(what).ifPresentOrElse(list -> missing.add(list, name, finding), () -> findings.add(finding));
        });
    }

    private void add(Path file, SourcePosition position, String words) {
        findings.add(finding(file, position, words));
    }

    private Finding finding(Path file, SourcePosition position, String words) {
        return Finding.error(folder.relativize(file).toString().replace('\\', '/'), position, "CDS061", words);
    }
}
