package org.calcinosiscds.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueSetExpanderTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String INCLUDE =
            "\"include\":[{\"system\":\"urn:a\",\"concept\":[{\"code\":\"1\",\"display\":\"One\"},"
                    + "{\"code\":\"2\",\"display\":\"Two\"}]},{\"system\":\"urn:b\",\"concept\":[{\"code\":\"1\",\"display\":\"One\"}]}]";

    /** Kidney diseases below one another, with a grade and a concept that only groups. */
    private static final String KIDNEY = """
            {"resourceType":"CodeSystem","id":"kidney","url":"urn:kidney","version":"2","status":"active",
             "content":"complete","hierarchyMeaning":"is-a",
             "property":[{"code":"grade","type":"string"},{"code":"parent","type":"code"},
                         {"code":"group","type":"boolean","uri":"http://hl7.org/fhir/concept-properties#notSelectable"}],
             "concept":[{"code":"ckd","display":"Chronic kidney disease","property":[{"code":"group","valueBoolean":true}],
               "concept":[
                 {"code":"g4","display":"Grade 4","property":[{"code":"grade","valueString":"4"}]},
                 {"code":"g5","display":"Grade 5","property":[{"code":"grade","valueString":"5"}],
                  "concept":[{"code":"g5d","display":"Grade 5 on dialysis","property":[{"code":"grade","valueString":"5D"}]}]}]},
               {"code":"hd","display":"Haemodialysis","property":[{"code":"parent","valueCode":"g5d"}]},
               {"code":"aki","display":"Acute kidney injury"}]}
            """;

    @Test
    void excludedCodeIsNotInTheValueSet() throws UnresolvedValueSetException {
        assertThat(codes("\"compose\":{" + INCLUDE
                        + ",\"exclude\":[{\"system\":\"urn:a\",\"concept\":[{\"code\":\"1\"}]}]}"))
                .containsExactly("urn:a|2", "urn:b|1");
    }

    @Test
    void excludedCodeSystemIsNotInTheValueSet() throws UnresolvedValueSetException {
        assertThat(codes("\"compose\":{" + INCLUDE + ",\"exclude\":[{\"system\":\"urn:a\"}]}"))
                .containsExactly("urn:b|1");
    }

    @Test
    void expansionIsUsedWhereThereIsNothingBetter() throws UnresolvedValueSetException {
        String expansion =
                "\"expansion\":{\"timestamp\":\"2026-01-01T00:00:00Z\",\"contains\":[{\"system\":\"urn:a\",\"abstract\":true,"
                        + "\"code\":\"0\",\"contains\":[{\"system\":\"urn:a\",\"code\":\"9\"}]}]}";

        assertThat(codes(expansion)).containsExactly("urn:a|9");
        assertThat(codes("\"compose\":{\"include\":[{\"system\":\"urn:a\",\"filter\":[{\"property\":\"concept\","
                        + "\"op\":\"is-a\",\"value\":\"0\"}]}]}," + expansion))
                .containsExactly("urn:a|9");
        assertThat(codes("\"compose\":{" + INCLUDE + "}," + expansion))
                .containsExactly("urn:a|1", "urn:a|2", "urn:b|1");
    }

    @Test
    void titleOfASetWithoutOneIsItsNameOrCanonical() throws UnresolvedValueSetException {
        ValueSet untitled = valueSet("\"compose\":{" + INCLUDE + "}").setTitle(null);

        assertThat(ValueSetCodes.of(untitled, List.of()).title()).isEqualTo("https://example.org/test");
        assertThat(ValueSetCodes.of(untitled.setName("Test"), List.of()).title())
                .isEqualTo("Test");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            concept is-a g5; g5,g5d,hd
            concept descendent-of g5; g5d,hd
            concept is-a ckd; g4,g5,g5d,hd
            concept is-not-a g5; g4,aki
            grade = 5; g5
            grade regex 5.?; g5,g5d
            grade regex [0-9]; g4,g5
            code in g4, aki; g4,aki
            display = Grade 4; g4
            parent = g5d; hd
            child = g5d; g5
            """)
    void filterSelectsConceptsOfACompleteCodeSystem(String filter, String codes) throws UnresolvedValueSetException {
        assertThat(codes("\"compose\":{\"include\":[" + filtered(filter) + "]}"))
                .containsExactly(kidney(codes));
    }

    @Test
    void filtersOfOneElementAreAllMetAndExclusionsFilterToo() throws UnresolvedValueSetException {
        String two = filtered("concept is-a g5")
                .replace("}]", "},{\"property\":\"grade\",\"op\":\"regex\",\"value\":\"5.*\"}]");

        assertThat(codes("\"compose\":{\"include\":[" + two + "]}")).containsExactly(kidney("g5,g5d"));
        assertThat(codes("\"compose\":{\"include\":[{\"system\":\"urn:kidney\"}],\"exclude\":["
                        + filtered("concept is-a g5") + "]}"))
                .containsExactly(kidney("g4,aki"));
    }

    @Test
    void importedSetsAreIntersectedWithTheSystemAndEachOther() throws UnresolvedValueSetException {
        String dialysis = "{\"valueSet\":[\"https://example.org/dialysis\"]}";
        String both = "{\"valueSet\":[\"https://example.org/dialysis|1\",\"https://example.org/grades\"]}";

        assertThat(codes("\"compose\":{\"include\":[" + dialysis + "]}")).containsExactly(kidney("g5d,hd"));
        assertThat(codes("\"compose\":{\"include\":[" + both + "]}")).containsExactly(kidney("g5d"));
        assertThat(codes("\"compose\":{\"include\":[{\"system\":\"urn:kidney\","
                        + "\"valueSet\":[\"https://example.org/grades\"]}],\"exclude\":[" + dialysis + "]}"))
                .containsExactly(kidney("g4,g5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            concept is-a g6; compose.include[0].filter[0]: urn:kidney has no concept g6.
            stage = 5; compose.include[0].filter[0]: urn:kidney has no property stage.
            grade is-a 5; compose.include[0].filter[0]: property must be concept where op is is-a.
            grade exists true; compose.include[0].filter[0]: op exists is not resolved
            grade regex [; compose.include[0].filter[0]: value is no regular expression
            """)
    void filterThatCannotBeResolvedIsNamed(String filter, String message) {
        refused("\"include\":[" + filtered(filter) + "]", message);
    }

    @Test
    void elementThatCannotBeResolvedIsNamed() {
        refused(
                "\"include\":[{\"system\":\"urn:a\"}]",
                "compose.include[0]: codes must be named one by one, because the content has no complete CodeSystem urn:a.");
        refused(
                "\"include\":[{\"system\":\"urn:kidney\",\"version\":\"3\"}]",
                "compose.include[0].version: the content has version 2 of urn:kidney.");
        refused(
                "\"include\":[{\"valueSet\":[\"https://example.org/other\"]}]",
                "compose.include[0].valueSet[0]: the content has no value set https://example.org/other.");
        refused(
                "\"include\":[{\"valueSet\":[\"https://example.org/dialysis|7\"]}]",
                "compose.include[0].valueSet[0]: the content has no value set https://example.org/dialysis|7.");
        refused(
                INCLUDE + ",\"exclude\":[{\"valueSet\":[\"https://example.org/other\"]}]",
                "compose.exclude[0].valueSet[0]: the content has no value set https://example.org/other.");
    }

    @Test
    void setThatImportsItselfIsRefused() {
        ValueSet itself = valueSet("\"compose\":{\"include\":[{\"valueSet\":[\"https://example.org/test\"]}]}");

        assertThatExceptionOfType(UnresolvedValueSetException.class)
                .isThrownBy(() -> new ValueSetExpander(List.of(itself)).codings(itself))
                .withMessageContaining("imports itself");
    }

    @Test
    void siteCanExcludeCodesThatAreInTheValueSet(@TempDir Path folder) throws Exception {
        List<MetadataResource> resources = resources("\"compose\":{" + INCLUDE + "}");

        assertThat(supplement(folder, exclude("urn:a", "1"), resources)).isEmpty();
        assertThat(texts(resources)).containsExactly("urn:a|2", "urn:b|1");
        assertThat(supplement(folder, exclude("urn:a", "7"), resources))
                .containsExactly("value-set/ValueSet-test.json compose.exclude[0]: urn:a|7 is not in the value set.");
    }

    @Test
    void siteAddsToAndTakesFromAnExpansionThatCounts(@TempDir Path folder) throws Exception {
        List<MetadataResource> resources = resources(
                "\"compose\":{\"include\":[{\"system\":\"urn:a\"}]},\"expansion\":{\"timestamp\":\"2026-01-01T00:00:00Z\","
                        + "\"contains\":[{\"system\":\"urn:a\",\"code\":\"1\"},{\"system\":\"urn:a\",\"code\":\"2\"}]}");

        assertThat(supplement(folder, exclude("urn:a", "1"), resources)).isEmpty();
        assertThat(texts(resources)).containsExactly("urn:a|2");
        assertThat(supplement(
                        folder,
                        "\"compose\":{\"include\":[{\"system\":\"urn:b\",\"concept\":[{\"code\":\"5\",\"display\":\"Five\"}]}]}",
                        resources))
                .isEmpty();
        assertThat(texts(resources)).containsExactly("urn:a|2", "urn:b|5");
    }

    @Test
    void siteExcludesByFilterAndWhatTakesNothingAwayIsRefused(@TempDir Path folder) throws Exception {
        List<MetadataResource> resources = resources("\"compose\":{\"include\":[{\"system\":\"urn:kidney\"}]}");

        assertThat(supplement(folder, "\"compose\":{\"exclude\":[" + filtered("concept is-a g5") + "]}", resources))
                .isEmpty();
        assertThat(texts(resources)).containsExactly(kidney("g4,aki"));
        assertThat(supplement(folder, "\"compose\":{\"exclude\":[{\"system\":\"urn:b\"}]}", resources))
                .containsExactly(
                        "value-set/ValueSet-test.json compose.exclude[0]: no code of urn:b is in the value set.");
    }

    private static void refused(String compose, String message) {
        assertThatExceptionOfType(UnresolvedValueSetException.class)
                .isThrownBy(() -> codes("\"compose\":{" + compose + "}"))
                .withMessageContaining("value-set/ValueSet-test.json " + message);
    }

    private static String exclude(String system, String code) {
        return "\"compose\":{\"exclude\":[{\"system\":\"" + system + "\",\"concept\":[{\"code\":\"" + code + "\"}]}]}";
    }

    /** @param filter property, operator and value, such as {@code concept is-a g5} */
    private static String filtered(String filter) {
        String[] parts = filter.split(" ", 3);
        return "{\"system\":\"urn:kidney\",\"filter\":[{\"property\":\"%s\",\"op\":\"%s\",\"value\":\"%s\"}]}"
                .formatted((Object[]) parts);
    }

    private static String[] kidney(String codes) {
        return List.of(codes.split(",")).stream()
                .map(code -> "urn:kidney|" + code)
                .toArray(String[]::new);
    }

    private static List<String> codes(String rest) throws UnresolvedValueSetException {
        return texts(resources(rest));
    }

    /** Codes of the first resource, a value set. */
    private static List<String> texts(List<MetadataResource> resources) throws UnresolvedValueSetException {
        return new ValueSetExpander(resources)
                .codings((ValueSet) resources.get(0)).stream()
                        .map(coding -> coding.getSystem() + "|" + coding.getCode())
                        .toList();
    }

    private static List<MetadataResource> resources(String rest) {
        return new ArrayList<>(List.of(
                valueSet(rest),
                (MetadataResource) FHIR.newJsonParser().parseResource(KIDNEY),
                named("dialysis", "concept descendent-of g5"),
                named("grades", "grade regex .+")));
    }

    private static ValueSet named(String id, String filter) {
        return FHIR.newJsonParser()
                .parseResource(
                        ValueSet.class,
                        json("\"compose\":{\"include\":[" + filtered(filter) + "]}")
                                .replace("test", id));
    }

    private static List<String> supplement(Path folder, String rest, List<MetadataResource> resources)
            throws IOException {
        Files.createDirectories(folder.resolve("value-set"));
        Files.writeString(folder.resolve("value-set/ValueSet-test.json"), json(rest));
        List<String> defects = new ArrayList<>();
        Supplement.of(folder, new ContentFiles(FHIR, false), resources, new SiteSettings(), defects);
        return defects;
    }

    private static ValueSet valueSet(String rest) {
        return FHIR.newJsonParser().parseResource(ValueSet.class, json(rest));
    }

    private static String json(String rest) {
        return "{\"resourceType\":\"ValueSet\",\"id\":\"test\",\"url\":\"https://example.org/test\",\"version\":\"1\","
                + "\"status\":\"active\",\"title\":\"Test\"," + rest + "}";
    }
}
