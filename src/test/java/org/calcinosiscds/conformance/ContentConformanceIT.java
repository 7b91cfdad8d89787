package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every file of {@code fhir-resources} is valid R4. */
@Tag("conformance")
@Tag("once")
class ContentConformanceIT {
    private static final int MAX_CONCEPTS = 250;
    private static final JsonMapper JSON = new JsonMapper();
    private static final R4Validator VALIDATOR = R4Validator.withContent();

    @ParameterizedTest
    @MethodSource("org.calcinosiscds.conformance.ContentFiles#all")
    void fileIsValid(Path file) throws IOException {
        assertThat(parts(withoutOids(Files.readString(file))))
                .allSatisfy(part -> assertThat(VALIDATOR.errors(part)).isEmpty());
    }

    @Test
    void everyPartOfALongCodeSystemIsSeen() throws IOException {
        String codes = Files.readString(Path.of("fhir-resources/code-system/CodeSystem-medicine-name.json"));
        String broken = codes.replaceFirst("(?s)(.*\"use\": \\{\\s+\"system\": )\"[^\"]*\"", "$1\"no uri\"");

        assertThat(parts(broken))
                .hasSizeGreaterThan(1)
                .last()
                .satisfies(part -> assertThat(VALIDATOR.errors(part)).isNotEmpty());
    }

    /** Code systems in parts, as the validator takes four times as long for one of twice the length. That no code stands twice is checked with the content. */
    private static List<String> parts(String content) {
        ObjectNode whole = (ObjectNode) JSON.readTree(content);
        List<JsonNode> concepts = whole.path("concept").valueStream().toList();
        if (concepts.size() <= MAX_CONCEPTS) {
            return List.of(content);
        }
        List<String> parts = new ArrayList<>();
        for (int start = 0; start < concepts.size(); start += MAX_CONCEPTS) {
            List<JsonNode> some = concepts.subList(start, Math.min(start + MAX_CONCEPTS, concepts.size()));
            ObjectNode part = whole.deepCopy();
            part.putArray("concept").addAll(some);
            part.replace("count", part.numberNode(some.size()));
            parts.add(part.toString());
        }
        return parts;
    }

    /** The validator looks a code system that is named by its OID up by identifier, which HAPI's part of it does not support. */
    private static String withoutOids(String content) {
        return content.replace("\"system\": \"urn:oid:", "\"system\": \"http://example.org/oid/");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"status\": \"active\"', '\"status\": \"brisk\"'",
        "'\"kind\": \"applicability\",', ''",
        "'StructureDefinition/true-rules', 'StructureDefinition/unknown'",
        "'\"valueString\"', '\"valueCode\"'",
        "'\"code\": \"eca-rule\"', '\"code\": \"no-such-type\"'",
        "'\"code\": \"MINERAL\"', '\"code\": \"NO-SUCH-PROBLEM\"'",
        "'\"selectionBehavior\": \"any\"', '\"selectionBehavior\": \"some\"'",
    })
    void defectIsSeen(String whole, String broken) throws IOException {
        String plan =
                Files.readString(Path.of("fhir-resources/plan-definition/PlanDefinition-calcinosis-patient-view.json"));

        assertThat(plan).contains(whole);
        assertThat(VALIDATOR.errors(plan.replace(whole, broken))).isNotEmpty();
    }
}
