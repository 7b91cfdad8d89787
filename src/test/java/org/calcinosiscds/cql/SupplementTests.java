package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A site's own codes and settings, from a folder beside the package. */
class SupplementTests {
    private static final String SETTINGS = "parameters/Parameters-our-settings.json";
    private static final String TUMORAL = "value-set/ValueSet-our-tumoral-calcinosis.json";
    private static final Pattern PARAMETER =
            Pattern.compile("^parameter \"([^\"]+)\" \\S+ default '?([^\\s']+)'?$", Pattern.MULTILINE);

    private static final String PATIENT = """
            {"resourceType":"Bundle","entry":[
             {"resource":{"resourceType":"Patient","id":"p1","birthDate":"2011-03-02"}},
             {"resource":{"resourceType":"Condition","id":"tumoral","subject":{"reference":"Patient/p1"},
              "code":{"coding":[{"system":"https://hospital.example.org/problems","code":"TC-1"}]}}}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void codeThatASiteAddsMakesItsRuleFire() throws IOException {
        AssessmentRequest question = new AssessmentRequest(
                "calcinosis-patient-view",
                PatientRecords.of(PATIENT, "p1"),
                ZonedDateTime.parse("2026-11-21T09:00:00Z"),
                "Practitioner",
                null);
        assertThat(ask(question).rules()).isEmpty();

        write(TUMORAL, oneCode("our-tumoral-calcinosis", "tumoral-calcinosis", "TC-1"));

        assertThat(ask(question).rules()).containsExactly("CC-061");
        assertThat(load().knowledge().supplement().codes()).containsExactly(Map.entry("Tumoral Calcinosis", 1));
    }

    @Test
    void emptyValueSetThatASiteFillsIsNotNamedAsEmpty() throws IOException {
        List<String> empty = load().knowledge().emptyValueSets();
        assertThat(empty).contains("Heel Stick");

        write("value-set/ValueSet-our-heel-stick.json", oneCode("our-heel-stick", "proc-heel-stick", "HS-1"));

        assertThat(load().knowledge().emptyValueSets())
                .containsExactlyElementsOf(empty.stream()
                        .filter(name -> !name.equals("Heel Stick"))
                        .toList());
    }

    @Test
    void windowThatASiteSetsIsTheOneThatCounts() throws IOException {
        PatientCase patient =
                PatientCase.named("draws-24-hours-and-one-minute-apart").orElseThrow();
        assertThat(patient.answer().product().reason()).isEqualTo("unpaired");

        write(SETTINGS, settings("{\"name\":\"Pairing Window Hours\",\"valueInteger\":25}"));

        assertThat(ask(CaseQuestions.about(patient, patient.record())).rules()).contains("CC-010");
        assertThat(load().knowledge().supplement().settings()).containsExactly("Pairing Window Hours");
    }

    @Test
    void defaultsOfSettingsAreThoseOfTheCql() {
        Map<String, Object> inCql = new HashMap<>();
        CaseAnswers.COMPILED
                .knowledge()
                .cql()
                .values()
                .forEach(cql ->
                        PARAMETER.matcher(cql).results().forEach(found -> inCql.put(found.group(1), found.group(2))));

        assertThat(CaseAnswers.COMPILED.knowledge().settings())
                .hasSizeGreaterThan(5)
                .allSatisfy((name, value) -> assertThat(inCql).containsEntry(name, value.toString()));
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Pairing Window Hours\",\"valueInteger\":73}"),
                        SETTINGS
                                + " parameter \"Pairing Window Hours\": must be a whole number (valueInteger) from 1 to 72."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Pairing Window Hours\",\"valueInteger\":0}"),
                        SETTINGS
                                + " parameter \"Pairing Window Hours\": must be a whole number (valueInteger) from 1 to 72."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Pairing Window Hours\",\"valueString\":\"24\"}"),
                        SETTINGS
                                + " parameter \"Pairing Window Hours\": must be a whole number (valueInteger) from 1 to 72."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Pairing Window Hours\"}"),
                        SETTINGS
                                + " parameter \"Pairing Window Hours\": must be a whole number (valueInteger) from 1 to 72."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Trial Cards\",\"valueInteger\":1}"),
                        SETTINGS + " parameter \"Trial Cards\": must be true or false (valueBoolean)."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Skin Examination Form\",\"valueBoolean\":true}"),
                        SETTINGS + " parameter \"Skin Examination Form\": must be a canonical URL (valueCanonical)."),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"High Above\",\"valueDecimal\":80}"),
                        SETTINGS
                                + " parameter \"High Above\": there is no such setting; there are Albumin Window Hours, "),
                arguments(
                        SETTINGS,
                        settings("{\"name\":\"Trial Cards\",\"valueBoolean\":true},"
                                + "{\"name\":\"Trial Cards\",\"valueBoolean\":false}"),
                        SETTINGS + " parameter \"Trial Cards\": is set twice."),
                arguments(SETTINGS, "{\"resourceType\":\"Parameters\"", SETTINGS + ": "),
                arguments("parameters/Parameters-other.json", settings(""), "must be called " + SETTINGS),
                arguments(
                        TUMORAL,
                        oneCode("our-tumoral-calcinosis", "no-such-set", "TC-1"),
                        TUMORAL + " url: there is no value set https://calcinosis-cds.org/fhir/ValueSet/no-such-set"),
                arguments(
                        TUMORAL,
                        oneCode("our-tumoral-calcinosis", "tumoral-calcinosis", "TC-1")
                                .replace("https://hospital.example.org/problems", "SNOMED"),
                        TUMORAL + " compose.include.system: the URI of a code system is required."),
                arguments(
                        TUMORAL,
                        oneCode("our-tumoral-calcinosis", "tumoral-calcinosis", "TC-1")
                                .replace(",\"display\":\"Code of the site\"", ""),
                        TUMORAL + " compose.include.concept: code and display are required."),
                arguments(
                        TUMORAL,
                        oneCode("our-tumoral-calcinosis", "tumoral-calcinosis", "TC-1")
                                .replaceFirst(
                                        "\"concept\".*}]}]",
                                        "\"filter\":[{\"property\":\"concept\",\"op\":\"is-a\","
                                                + "\"value\":\"1\"}]}]"),
                        TUMORAL + " compose.include[0]: codes must be named one by one"),
                arguments(
                        TUMORAL,
                        oneCode("our-tumoral-calcinosis", "tumoral-calcinosis", "TC-1")
                                .replaceFirst(",\"compose\".*", "}"),
                        TUMORAL + " compose.include: there is no code to add."),
                arguments(
                        "library/Library-Ours.json",
                        "{\"resourceType\":\"Library\",\"id\":\"Ours\",\"url\":\"https://example.org/Library/Ours\","
                                + "\"version\":\"1\",\"status\":\"active\"}",
                        "library/Library-Ours.json: only a ValueSet or Parameters can be in a supplement."));
    }

    @ParameterizedTest
    @MethodSource("defects")
    void defectStopsTheStartWithFileAndPlace(String file, String text, String message) throws IOException {
        write(file, text);

        assertThatExceptionOfType(KnowledgeException.class)
                .isThrownBy(this::load)
                .withMessageContaining(message);
    }

    @Test
    void folderThatIsNotThereStopsTheStart() {
        folder = folder.resolve("nowhere");

        assertThatExceptionOfType(KnowledgeException.class)
                .isThrownBy(this::load)
                .withMessageContaining("calcinosis.content.supplement: ")
                .withMessageContaining("is not a folder.");
    }

    @Test
    void fileThatIsNotUsedIsNamed() throws IOException {
        write("value-set/ValueSet-x.json.gz", "x");
        write("ValueSet-y.json", "{}");
        write("value-set/codes/ValueSet-z.json", "{}");
        write("readme.txt", "Our codes.");
        write(".gitignore", "x");

        assertThatExceptionOfType(KnowledgeException.class)
                .isThrownBy(this::load)
                .withMessageContaining("ValueSet-x.json.gz: the file is not used;")
                .withMessageContaining("ValueSet-y.json: the file is not used;")
                .withMessageContaining(Path.of("value-set", "codes", "ValueSet-z.json") + ": the file is not used;")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("readme", "gitignore"));
    }

    @Test
    void valuesArriveAsCqlHasThem() {
        assertThat(CaseAnswers.COMPILED.knowledge().settings().values())
                .allMatch(value -> value instanceof Integer
                        || value instanceof BigDecimal
                        || value instanceof Boolean
                        || value instanceof String);
    }

    private Assessment ask(AssessmentRequest question) {
        return new CqlDecisionSupport(load(), List.of(), PatientLimiter.LIMITER).assess(question);
    }

    private CompiledKnowledge load() {
        return KnowledgeCompiler.compile(
                new KnowledgeLoader(CaseAnswers.FHIR, new Content.Packaged(), folder).load(), CaseAnswers.FHIR);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String settings(String parameters) {
        return "{\"resourceType\":\"Parameters\",\"id\":\"our-settings\""
                + (parameters.isEmpty() ? "" : ",\"parameter\":[" + parameters + "]") + "}";
    }

    private static String oneCode(String id, String valueSet, String code) {
        return ("{\"resourceType\":\"ValueSet\",\"id\":\"%s\",\"url\":\"https://calcinosis-cds.org/fhir/ValueSet/%s\","
                        + "\"version\":\"1\",\"status\":\"active\",\"compose\":{\"include\":["
                        + "{\"system\":\"https://hospital.example.org/problems\",\"concept\":["
                        + "{\"code\":\"%s\",\"display\":\"Code of the site\"}]}]}}")
                .formatted(id, valueSet, code);
    }
}
