package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A check that is repeated while an author types keeps what the text does not reach, and finds what a new check finds. The setting
 * {@code calcinosis.edits} is the number of edits.
 */
@Tag("once")
class RepeatedCheckTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final long SEED = 20_261_130;
    private static final int EDITS = Integer.getInteger("calcinosis.edits", 24);

    /** One case in so many is copied: each whole check reads all. */
    private static final int SHARE_OF_CASES = 25;

    private static final Map<String, UnaryOperator<String>> KINDS = new TreeMap<>(Map.of(
            "misspelt name", text -> text.replaceFirst("(?m)^( [^\"*\n]*\")(?=[A-Z])", "$1Q"),
            "changed unit", text -> text.replaceFirst("(\\d) 'mg/dL'", "$1 'mmol/L'"),
            "unit that is new", text -> text + "\ndefine \"Tried\":\n  3 'mmol/kg' > 2 'mmol/kg'\n",
            "removed define", text -> text.replaceFirst("(?s)\ndefine [^\n]*\n.*?(\n\n|$)", "\n"),
            "unused define", text -> text + "\ndefine \"Tried\":\n  Now()\n",
            "comment", text -> text + "\n// Nothing.\n",
            "other version", text -> text.replaceFirst("(?m)^(library \\w+ version ')", "$19."),
            "half a word", text -> text + "\ndefi"));

    @TempDir
    private Path folder;

    @Test
    void editOfALibraryIsCheckedAsInANewCheck() throws IOException {
        copyContent();
        ContentCheck repeated = check();
        Map<String, String> good = new Content.Folder(folder).texts();
        assertThat(repeated.report(good).findings()).isEmpty();
        List<String> libraries = new ArrayList<>(
                good.keySet().stream().filter(each -> each.startsWith("cql/")).toList());
        Collections.shuffle(libraries, new Random(SEED));
        List<String> kinds = List.copyOf(KINDS.keySet());
        Set<String> codes = new TreeSet<>();
        for (int i = 0; i < EDITS; i++) {
            String library = libraries.get(i % libraries.size());
            String kind = kinds.get((i + i / libraries.size()) % kinds.size());
            Map<String, String> edited = new TreeMap<>(good);
            edited.compute(library, (file, text) -> KINDS.get(kind).apply(text));
            CheckReport report = repeated.report(edited);

            assertThat(report).as("%s in %s", kind, library).isEqualTo(check().report(edited));
            report.findings().forEach(each -> codes.add(each.code()));
        }
        assertThat(repeated.report(good).findings()).as("of restored text").isEmpty();
        assertThat(codes).as("codes of what was found").contains("CDS010", "CDS012", "CDS050", "CDS054");
    }

    @Test
    void editOfAResourceIsCheckedAsInANewCheck() throws IOException {
        copyContent();
        ContentCheck repeated = check();
        Map<String, String> good = new Content.Folder(folder).texts();
        repeated.report(good);
        Map<String, List<String>> edits = Map.of(
                "fhir-resources/code-system/CodeSystem-rule.json", List.of("\"CC-010\"", "\"CC-O10\""),
                "fhir-resources/value-set/ValueSet-lab-phosphate.json", List.of("\"url\"", "\"uri\""),
                "fhir-resources/code-system/CodeSystem-orderable.json", List.of("\"O-CA\"", "\"O-CAA\""));
        edits.forEach((file, texts) -> {
            Map<String, String> edited = new TreeMap<>(good);
            edited.compute(file, (each, text) -> text.replace(texts.get(0), texts.get(1)));
            CheckReport report = repeated.report(edited);

            assertThat(report.findings()).as(file).isNotEmpty();
            assertThat(report).as(file).isEqualTo(check().report(edited));
            assertThat(repeated.report(good).findings()).as(file).isEmpty();
        });
    }

    @Test
    void caseThatChangesOnDiskIsReadAgain() {
        String place = "fhir-resources/tests/patient-view/R-1/";
        SmallKnowledge small = new SmallKnowledge(folder)
                .withTrigger()
                .with("fhir-resources/code-system/CodeSystem-rule.json", """
                        {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1",
                         "status":"active","content":"complete","concept":[{"code":"CC-001"}]}
                        """)
                .with(place + "one/Bundle.json", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")
                .with(place + "one/expected.json", "{\"asOf\":\"2026-01-01T00:00:00Z\",\"rules\":[\"CC-001\"]}")
                .with(place + "short.yaml", "name: short\npatient: female, 45\nrules: [ CC-001 ]\n");
        ContentCheck repeated = check();
        assertThat(findings(repeated)).isEmpty();

        Map<String, String> faults = new TreeMap<>(Map.of(
                "one/Bundle.json", "{\"resourceType\":\"Bundle\",\"type\":\"collektion\"}",
                "one/context.json", "{",
                "one/expected.json", "{\"asOf\":\"2026-01-01T00:00:00Z\",\"rules\":[\"CC-002\"]}",
                "short.yaml", "name: short\npatient: female, 45\nrules: [ CC-002 ]\n",
                "other.yaml", "name: other\npatient: female, 45\nconditions: [ SNOMED#105502003 ]\n"));
        List<Finding> before = List.of();
        for (Map.Entry<String, String> each : faults.entrySet()) {
            small.with(place + each.getKey(), each.getValue());
            List<Finding> found = findings(repeated);
            assertThat(found).as(each.getKey()).isNotEqualTo(before).isEqualTo(findings(check()));
            before = found;
        }

        small.with("fhir-resources/tests/code-systems.csv", "name,system\nSNOMED,http://snomed.info/sct\n");
        assertThat(findings(repeated))
                .as("when a name is known that was not")
                .hasSize(before.size() - 1)
                .isEqualTo(findings(check()));
        small.replacing("fhir-resources/code-system/CodeSystem-rule.json", "CC-001", "CC-002");
        assertThat(findings(repeated)).as("when the other rule is there").isEqualTo(findings(check()));
    }

    private List<Finding> findings(ContentCheck check) {
        return check.report(new Content.Folder(folder).texts()).findings();
    }

    private ContentCheck check() {
        return new ContentCheck(folder, FHIR, TranslationStore.ofProcess());
    }

    private void copyContent() throws IOException {
        for (String part : List.of("cql", "fhir-resources")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    boolean isCase = file.startsWith(ContentCase.TESTS) && file.getNameCount() > 3;
                    // The files of a case stand beside each other.
                    Path owner = isCase && file.getNameCount() > 5 ? file.getParent() : file;
                    if (!isCase || Math.floorMod(owner.toString().hashCode(), SHARE_OF_CASES) == 0) {
                        Path target = folder.resolve(file);
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                }
            }
        }
    }
}
