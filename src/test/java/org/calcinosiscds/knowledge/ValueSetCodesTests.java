package org.calcinosiscds.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ValueSetCodesTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String INCLUDE =
            "\"include\":[{\"system\":\"urn:a\",\"concept\":[{\"code\":\"1\",\"display\":\"One\"},"
                    + "{\"code\":\"2\",\"display\":\"Two\"}]},{\"system\":\"urn:b\",\"concept\":[{\"code\":\"1\",\"display\":\"One\"}]}]";

    @Test
    void excludedCodeIsNotInTheValueSet() {
        ValueSetCodes codes = ValueSetCodes.of(valueSet(
                "\"compose\":{" + INCLUDE + ",\"exclude\":[{\"system\":\"urn:a\",\"concept\":[{\"code\":\"1\"}]}]}"));

        assertThat(codes.contains("urn:a", "1")).isFalse();
        assertThat(codes.contains("urn:a", "2")).isTrue();
        assertThat(codes.contains("urn:b", "1")).isTrue();
    }

    @Test
    void excludedCodeSystemIsNotInTheValueSet() {
        ValueSetCodes codes =
                ValueSetCodes.of(valueSet("\"compose\":{" + INCLUDE + ",\"exclude\":[{\"system\":\"urn:a\"}]}"));

        assertThat(codes.size()).isEqualTo(1);
        assertThat(codes.contains("urn:b", "1")).isTrue();
    }

    @Test
    void exclusionThatIsNotSpelledOutIsRefused() {
        assertThatThrownBy(() -> ValueSetCodes.of(valueSet(
                        "\"compose\":{" + INCLUDE + ",\"exclude\":[{\"valueSet\":[\"https://example.org/other\"]}]}")))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining("ValueSet/test compose.exclude");
    }

    @Test
    void expansionIsUsedWhereThereIsNothingBetter() {
        String expansion =
                "\"expansion\":{\"timestamp\":\"2026-01-01T00:00:00Z\",\"contains\":[{\"system\":\"urn:a\",\"abstract\":true,"
                        + "\"code\":\"0\",\"contains\":[{\"system\":\"urn:a\",\"code\":\"9\"}]}]}";

        ValueSetCodes alone = ValueSetCodes.of(valueSet(expansion));
        ValueSetCodes both = ValueSetCodes.of(valueSet("\"compose\":{" + INCLUDE + "}," + expansion));

        assertThat(alone.contains("urn:a", "9")).isTrue();
        assertThat(alone.size()).isEqualTo(1);
        assertThat(both.contains("urn:a", "9")).isFalse();
    }

    @Test
    void siteCanExcludeCodesThatAreInTheValueSet(@TempDir Path folder) throws IOException {
        List<MetadataResource> resources = new ArrayList<>(List.of(valueSet("\"compose\":{" + INCLUDE + "}")));

        assertThat(supplement(folder, "1", resources)).isEmpty();
        assertThat(ValueSetCodes.of((ValueSet) resources.get(0)).contains("urn:a", "1"))
                .isFalse();
        assertThat(supplement(folder, "7", resources))
                .containsExactly("value-set/ValueSet-test.json compose.exclude: urn:a|7 is not in the value set.");
    }

    private static List<String> supplement(Path folder, String code, List<MetadataResource> resources)
            throws IOException {
        Files.createDirectories(folder.resolve("value-set"));
        Files.writeString(
                folder.resolve("value-set/ValueSet-test.json"),
                json("\"compose\":{\"exclude\":[{\"system\":\"urn:a\",\"concept\":[{\"code\":\"" + code + "\"}]}]}"));
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
