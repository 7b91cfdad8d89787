package org.calcinosiscds.json;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.util.FhirTerser;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.FhirReader;
import org.calcinosiscds.fuzz.OwnWords;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.record.Fhir;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whatever bytes come, the guard refuses them in words of its own, or reads what another strict reader reads; and what it lets through
 * holds nothing that the FHIR parser could choke on.
 */
class GuardFuzz {
    private static final OwnWords WORDS = new OwnWords("prefetch observations");
    private static final FhirTerser TERSER = Fhir.CONTEXT.newTerser();
    private static final FhirReader READER = new FhirReader(Fhir.CONTEXT, DataRequirements.EVERYTHING);

    /** The other Jackson, which HAPI reads with. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @FuzzTest
    void whateverComesIsReadAsItIsOrRefused(byte[] document) throws IOException {
        JsonValue value;
        try {
            value = Fhir.GUARD.read(document, Set.of("prefetch", "observations"));
        } catch (RejectedInputException e) {
            WORDS.check(List.of(e.issue()));
            return;
        }
        compare(value, STRICT.readTree(document));
        parse(value);
    }

    private static void compare(JsonValue value, JsonNode node) throws IOException {
        assertThat(value.kind().name()).isEqualTo(node.getNodeType().name());
        switch (value.kind()) {
            case STRING -> assertThat(value.text()).isEqualTo(node.textValue());
            case NUMBER -> assertThat(value.number()).isEqualTo(node.decimalValue());
            case OBJECT, ARRAY -> {
                assertThat(STRICT.readTree(value.bytes())).isEqualTo(node);
                for (var property : value.properties().entrySet()) {
                    compare(property.getValue(), node.get(property.getKey()));
                }
                for (int i = 0; i < value.elements().size(); i++) {
                    compare(value.elements().get(i), node.get(i));
                }
            }
            default -> {}
        }
    }

    /** Every way in which the service reads resources, on each value that could be one. */
    private static void parse(JsonValue value) {
        read(() -> READER.read(value));
        read(() -> READER.readForRules(value, true).resource());
        read(() -> {
            Fhir.BUNDLES.read(value);
            return null;
        });
        value.properties().values().forEach(GuardFuzz::parse);
        value.elements().forEach(GuardFuzz::parse);
    }

    private static void read(Supplier<Resource> reading) {
        try {
            Resource resource = reading.get();
            if (resource != null) {
                assertThat(TERSER.getAllPopulatedChildElementsOfType(resource, DecimalType.class))
                        .allMatch(decimal -> decimal.getValue() == null
                                || decimal.getValue().toPlainString().length() <= 80);
            }
        } catch (RejectedInputException e) {
            WORDS.check(List.of(e.issue()));
        }
    }
}
